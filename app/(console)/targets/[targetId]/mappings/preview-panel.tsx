"use client";

import { JsonTree } from "@/components/activity/json-tree";
import { Button } from "@/components/button";
import { FindField } from "@/components/find-field";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import type { Result } from "@/lib/console/result";
import type { AffectedCount, ShownPreview } from "@/lib/console/targets/mapping-editor";
import { AffectedNotice } from "./affected-notice";

type Props = {
  resourceType: "User" | "Group";
  expression: string;
  isChanged: boolean;
  isComputing: boolean;
  subject: string;
  setSubject: (text: string) => void;
  preview: Result<ShownPreview | undefined>;
  affected: Result<AffectedCount> | undefined;
};

/** What a mapping yields for one real person or group, what all mappings yield together, and whether that is valid. */
export function PreviewPanel(props: Props) {
  const { resourceType, expression, isChanged, isComputing, subject, setSubject, preview, affected } = props;
  const kind = resourceType === "User" ? "person" : "group";
  const shown = preview.ok ? preview.value : undefined;
  return (
    <section aria-labelledby="preview" className="min-w-0 space-y-4">
      <h3 id="preview" className="font-medium">
        What it yields
      </h3>
      <form
        method="get"
        onSubmit={(event) => {
          event.preventDefault();
          const text = new FormData(event.currentTarget).get("subject");
          setSubject(typeof text === "string" ? text.trim() : "");
        }}
        className="flex flex-wrap items-end gap-3"
      >
        <input type="hidden" name="type" value={resourceType} />
        <div className="min-w-48 grow">
          <FindField name="subject" kind={kind} label={`Shown for another ${kind}`} />
        </div>
        <Button type="submit">Show</Button>
      </form>
      {preview.ok ? null : (
        <Notice tone="warning" isAlert>
          {preview.message} {subject === "" ? null : "Name somebody by userName, email or id."}
        </Notice>
      )}
      {preview.ok && shown === undefined ? (
        <p className="text-muted">There is no {kind} yet for whom it could be shown.</p>
      ) : null}
      {shown === undefined ? null : <Shown shown={shown} kind={kind} expression={expression} isChanged={isChanged} />}
      <div aria-live="polite">
        {isComputing ? <p className="text-muted">Computing …</p> : <AffectedNotice affected={affected} kind={kind} />}
      </div>
    </section>
  );
}

type ShownProps = { shown: ShownPreview; kind: "person" | "group"; expression: string; isChanged: boolean };

function Shown({ shown, kind, expression, isChanged }: ShownProps) {
  const { resource, errors, yielded, payload, problem, isInScope, changes } = shown;
  const lines = expression.split("\n");
  return (
    <>
      <p>
        For <Link href={`/${kind === "person" ? "people" : "groups"}/${resource.id}`}>{resource.label}</Link>
        {isInScope ? "" : ", who is not in scope now"}
      </p>
      {errors.length === 0 ? null : (
        <Notice tone="danger" isAlert>
          <ul className="space-y-2">
            {errors.map(({ line, column, message }) => (
              <li key={`${line} ${column} ${message}`} className="[overflow-wrap:anywhere]">
                Line {line}, column {column}: {message}
                <code className="block font-mono text-xs text-muted">{lines[line - 1]}</code>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {yielded === undefined ? null : yielded === null ? (
        <p className="text-muted">This mapping yields nothing for them.</p>
      ) : (
        <JsonTree name="What this mapping yields" value={yielded} />
      )}
      <h4 className="font-medium">All mappings together</h4>
      {problem === undefined ? (
        <Notice tone="success">Valid: it can be sent.</Notice>
      ) : (
        <Notice tone={isInScope ? "danger" : "info"}>
          {isInScope ? "Not valid: " : "Nothing is sent: "}
          {problem}
        </Notice>
      )}
      {isChanged && changes.length > 0 ? (
        <dl className="space-y-1 text-[0.8125rem]">
          {changes.map(({ name, before, after }) => (
            <div key={name}>
              <dt className="font-mono text-xs text-muted">{name}</dt>
              <dd className="[overflow-wrap:anywhere]">
                <del className="text-danger">{before.length === 0 ? "not set" : before.join("; ")}</del>{" "}
                <span aria-hidden>→</span>{" "}
                <ins className="no-underline">{after.length === 0 ? "not set" : after.join("; ")}</ins>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {payload === undefined ? null : <JsonTree name="What would be sent" value={payload} />}
    </>
  );
}
