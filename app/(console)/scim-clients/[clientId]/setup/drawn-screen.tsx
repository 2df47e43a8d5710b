import { Square, SquareCheck } from "lucide-react";
import { CopyLine } from "@/components/copy-line";
import { Link } from "@/components/link";
import type { FieldView, StepView } from "@/lib/console/client-setup/setup-view";

type DrawnScreenProps = {
  screen: NonNullable<StepView["screen"]>;
  product: string;
  clientId: string;
  tokenLastFour: string | undefined;
};

/** A part of the identity provider's screen, drawn with its own labels and this client's values. */
export function DrawnScreen({ screen, product, clientId, tokenLastFour }: DrawnScreenProps) {
  return (
    <figure className="overflow-hidden rounded-md border border-line-strong">
      <figcaption className="flex items-center gap-2 border-b border-line-strong bg-surface px-3 py-2 text-[0.8125rem]">
        <span aria-hidden className="flex gap-1">
          <span className="size-2 rounded-full border border-line-strong" />
          <span className="size-2 rounded-full border border-line-strong" />
          <span className="size-2 rounded-full border border-line-strong" />
        </span>
        <span className="min-w-0 break-words">
          <span className="text-muted">In {product}: </span>
          <span className="font-medium">{screen.title}</span>
        </span>
      </figcaption>
      <dl className="space-y-3 px-3 py-3">
        {screen.fields.map((field) => (
          <DrawnField key={field.label} field={field} clientId={clientId} tokenLastFour={tokenLastFour} />
        ))}
      </dl>
    </figure>
  );
}

function DrawnField({
  field,
  clientId,
  tokenLastFour,
}: { field: FieldView } & Pick<DrawnScreenProps, "clientId" | "tokenLastFour">) {
  if (field.kind === "button") {
    return (
      <div>
        <dt className="sr-only">Button</dt>
        <dd>
          <span className="inline-block rounded border border-line-strong bg-surface px-3 py-1 font-medium">
            {field.label}
          </span>
        </dd>
      </div>
    );
  }
  if (field.kind === "checkbox") {
    const Icon = field.isChecked ? SquareCheck : Square;
    return (
      <div className="flex flex-row-reverse items-start justify-end gap-2">
        <dt>{field.label}</dt>
        <dd className="mt-0.5">
          <Icon aria-hidden size={16} />
          <span className="sr-only">{field.isChecked ? "ticked" : "not ticked"}</span>
        </dd>
      </div>
    );
  }
  return (
    <div>
      <dt className="mb-1 text-[0.8125rem] text-muted">{field.label}</dt>
      <dd>
        {field.kind === "value" ? <CopyLine text={field.value} name={field.label} /> : null}
        {field.kind === "text" ? (
          <span className="block rounded border border-line-strong px-3 py-1.5 break-words">{field.text}</span>
        ) : null}
        {field.kind === "token" ? (
          <TokenField prefix={field.prefix} clientId={clientId} lastFour={tokenLastFour} />
        ) : null}
      </dd>
    </div>
  );
}

/** Roster keeps no token, so that the field can only say which one belongs here. */
function TokenField({
  prefix,
  clientId,
  lastFour,
}: {
  prefix: string;
  clientId: string;
  lastFour: string | undefined;
}) {
  const credentials = <Link href={`/scim-clients/${clientId}/credentials`}>Credentials</Link>;
  return (
    <>
      <span className="block rounded border border-line-strong px-3 py-1.5 font-mono text-[0.8125rem] break-words">
        {prefix === "" ? null : <strong className="font-semibold">{prefix}</strong>}
        {lastFour === undefined ? "a token, once you have issued one" : `roster_scim_…${lastFour}`}
      </span>
      <span className="mt-1 block text-[0.8125rem] text-muted">
        {lastFour === undefined ? (
          <>This client has no live token. Issue one under {credentials}.</>
        ) : (
          <>The token that you stored. It was shown once; if it is lost, rotate it under {credentials}.</>
        )}
      </span>
    </>
  );
}
