"use client";

import { PageFault, type PageFaultProps } from "@/components/page-fault";

/** Within the console: the frame stays, so that one can go on elsewhere. */
export default function ErrorPage(props: PageFaultProps) {
  return <PageFault {...props} />;
}
