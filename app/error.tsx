"use client";

import { NarrowPage } from "@/components/narrow-page";
import { PageFault, type PageFaultProps } from "@/components/page-fault";

export default function ErrorPage(props: PageFaultProps) {
  return (
    <NarrowPage>
      <PageFault {...props} />
    </NarrowPage>
  );
}
