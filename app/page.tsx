import { CopyLine } from "@/components/copy-line";
import { PageHeading } from "@/components/page-heading";
import { getScimBaseUrl } from "@/lib/console/setup-page";

const commands = [
  { does: "See which organizations there are", command: "npm run roster -- org list" },
  {
    does: "Make a SCIM client for an identity provider; its access token is printed once",
    command: "npm run roster -- scim-client add okta -r acme --preset okta",
  },
  { does: "Follow the requests as they come in", command: "npm run roster -- log tail -r acme" },
  { does: "See every command", command: "npm run roster -- --help" },
];

export default function StartPage() {
  return (
    <>
      <PageHeading title="Roster is running">
        It is a SCIM 2.0 provisioning server: identity providers such as Okta and Microsoft Entra ID keep the people and
        groups of an organization up to date in it.
      </PageHeading>
      <h2 className="mt-8 text-base font-semibold">SCIM base URL</h2>
      <p className="mt-1 mb-2 text-muted">
        The same for every organization: the access token of a SCIM client tells which one is meant.
      </p>
      <CopyLine text={getScimBaseUrl()} name="SCIM base URL" />
      <h2 className="mt-8 text-base font-semibold">Where to go on</h2>
      <p className="mt-1 text-muted">
        Roster is run from the command line, in its folder. While no organization has an owner,{" "}
        <code className="font-mono">npm start</code> prints a link that sets up the first one.
      </p>
      <ul className="mt-4 space-y-4">
        {commands.map(({ does, command }) => (
          <li key={command}>
            <p className="mb-1">{does}</p>
            <CopyLine text={command} name={`command: ${does}`} />
          </li>
        ))}
      </ul>
    </>
  );
}
