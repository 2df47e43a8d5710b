import type { Metadata } from "next";
import { Fact, Facts } from "@/components/section";
import { Time } from "@/components/time";
import { loadTarget } from "../load-target";
import { AccessForm } from "./access-form";

export const metadata: Metadata = { title: "Credential" };

const kinds = { bearer: "Token", basic: "User name and password", oauth: "OAuth 2.0 client" } as const;

/** What is known of a secret: the end of a token, otherwise whose it is. */
const hints = { bearer: "Ends in", basic: "User name", oauth: "Client id" } as const;

type Props = { params: Promise<{ targetId: string }> };

export default async function CredentialPage({ params }: Props) {
  const { target, now } = await loadTarget((await params).targetId);
  const { credential, certificates } = target;
  return (
    <div className="max-w-2xl space-y-8">
      <Facts>
        <Fact term="Credential">{kinds[credential.kind]}</Fact>
        <Fact term={hints[credential.kind]}>
          {credential.hint === "" ? (
            "not kept"
          ) : (
            <code className="font-mono [overflow-wrap:anywhere]">
              {credential.kind === "bearer" ? "…" : ""}
              {credential.hint}
            </code>
          )}
        </Fact>
        <Fact term="Set">
          <Time value={credential.setAt.toISOString()} now={now.toISOString()} />
        </Fact>
        <Fact term="Certificate authority">
          {certificates.length === 0
            ? "Public ones only"
            : certificates.map(({ subject, validTo }) => (
                <span key={subject} className="block">
                  {subject}, until <Time value={validTo.toISOString()} now={now.toISOString()} absolute />
                </span>
              ))}
        </Fact>
      </Facts>
      <AccessForm
        id={target.id}
        name={target.name}
        url={target.baseUrl}
        kind={credential.kind}
        setAt={credential.setAt.toISOString()}
        hasCertificate={certificates.length > 0}
        linked={target.figures.people.linked}
      />
    </div>
  );
}
