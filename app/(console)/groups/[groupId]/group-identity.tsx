import { CopyButton } from "@/components/copy-button";
import { Link } from "@/components/link";
import { Fact, Facts, Id, Section } from "@/components/section";
import type { GroupView } from "@/lib/console/directory/groups";

/** By what the group is known: here and to each SCIM client. */
export function GroupIdentity({ group: { id, externalIds } }: { group: GroupView }) {
  return (
    <Section title="Identity">
      <Facts>
        <Fact term="id">
          <span className="flex flex-wrap items-center gap-2">
            <Id>{id}</Id>
            <CopyButton text={id} label="Copy" name="id" size="small" />
          </span>
        </Fact>
        {externalIds.map(({ client, clientId, externalId }) => (
          <Fact
            key={clientId}
            term={
              <>
                externalId at <Link href={`/scim-clients/${clientId}`}>{client}</Link>
              </>
            }
          >
            <Id>{externalId}</Id>
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}
