"use client";

import { useEffect, useRef } from "react";
import { describeButton } from "@/components/button";
import { CopyLine } from "@/components/copy-line";
import { PageHeading } from "@/components/page-heading";

type SetupDoneProps = {
  organization: { name: string; subdomain: string };
  owner: { name: string; email: string };
  scimBaseUrl: string;
};

/** What was made, and the next thing to do. */
export function SetupDone({ organization, owner, scimBaseUrl }: SetupDoneProps) {
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.focus(), []);

  return (
    <div ref={top} tabIndex={-1} className="outline-none">
      <PageHeading title={`${organization.name} is ready`}>
        The organization and its owner are made. The setup link has been used and does not work again.
      </PageHeading>
      <dl className="mt-6 divide-y divide-line border-y border-line">
        <Row term="Organization">{organization.name}</Row>
        <Row term="Subdomain">{organization.subdomain === "" ? "none" : organization.subdomain}</Row>
        <Row term="Owner">
          {owner.name}, {owner.email}
        </Row>
      </dl>
      <h2 className="mt-8 text-base font-semibold">SCIM base URL</h2>
      <p className="mt-1 mb-2 text-muted">What an identity provider asks for as base URL or tenant URL.</p>
      <CopyLine text={scimBaseUrl} name="SCIM base URL" />
      <h2 className="mt-8 text-base font-semibold">Next: connect an identity provider</h2>
      <p className="mt-1 mb-4 text-muted">
        You are signed in as {owner.email}. Say which identity provider sends people, such as Okta or Microsoft Entra
        ID; the console then leads you through its settings, step by step.
      </p>
      <div className="flex flex-wrap items-center gap-4">
        <a href="/scim-clients/new" className={describeButton("primary")}>
          Connect an identity provider
        </a>
        <a href="/">Look at the console first</a>
      </div>
    </div>
  );
}

function Row({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col py-2 sm:flex-row">
      <dt className="w-36 shrink-0 text-muted">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
