import { CopyButton } from "@/components/copy-button";
import { Link } from "@/components/link";
import { Fact, Facts, Id, Section } from "@/components/section";
import type { PersonView } from "@/lib/console/directory/person";

/** By what the person is known: here, to each SCIM client, and for signing in. */
export function Identity({ person }: { person: PersonView }) {
  const { id, userName, email, externalIds, account, manager } = person;
  return (
    <Section title="Identity">
      <Facts>
        <Fact term="id">
          <Copied text={id} name="id" />
        </Fact>
        <Fact term="userName">
          <Copied text={userName} name="userName" />
        </Fact>
        <Fact term="Email">{email ?? <span className="text-muted">none</span>}</Fact>
        {externalIds.length === 0 ? (
          <Fact term="externalId">
            <span className="text-muted">No SCIM client knows them by one.</span>
          </Fact>
        ) : (
          externalIds.map(({ client, clientId, externalId }) => (
            <Fact
              key={clientId}
              term={
                <>
                  externalId at <Link href={`/scim-clients/${clientId}`}>{client}</Link>
                </>
              }
            >
              <Copied text={externalId} name={`externalId at ${client}`} />
            </Fact>
          ))
        )}
        {manager === undefined ? null : (
          <Fact term="Manager">
            <Link href={`/people/${manager.id}`}>{manager.name}</Link>
          </Fact>
        )}
        <Fact term="Signs in">{describeSignIn(person, account)}</Fact>
      </Facts>
    </Section>
  );
}

function Copied({ text, name }: { text: string; name: string }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Id>{text}</Id>
      <CopyButton text={text} label="Copy" name={name} size="small" />
    </span>
  );
}

function describeSignIn({ isActive, role }: PersonView, account: PersonView["account"]): string {
  const mayEnter = role === "owner" || role === "administrator";
  if (account === undefined) {
    return mayEnter
      ? "Not yet: they have no account for the console."
      : "No: the console is for owners and administrators.";
  }
  const way = account.hasPassword ? `with ${account.email} and a password` : `with ${account.email}, elsewhere`;
  if (!isActive) return `No: they are deactivated. Their account (${account.email}) is kept.`;
  return mayEnter
    ? `Yes, ${way}.`
    : `No: as ${role} they may not enter the console, though they have an account (${account.email}).`;
}
