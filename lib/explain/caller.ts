import type { LoggedExchange, RequestAgent } from "./logged-exchange";
import type { SentencePart } from "./sentence";

const agentNames: Readonly<Record<RequestAgent, string | undefined>> = {
  okta: "Okta",
  entra: "Entra",
  authentik: "authentik",
  keycloak: "Keycloak",
  onelogin: "OneLogin",
  jumpcloud: "JumpCloud",
  google: "Google Workspace",
  pingone: "PingOne",
  rippling: "Rippling",
  curl: "curl",
  simulator: "The simulator",
  unknown: undefined,
};

/** What people call a program that speaks SCIM; undefined for one that nobody knows. */
export function nameOfAgent(agent: RequestAgent): string | undefined {
  return agentNames[agent];
}

type Caller = Pick<LoggedExchange, "client" | "agent" | "remoteAddress">;

/** Who sent a request: the SCIM client's name, else the program's, else the address. */
export function nameOfCaller({ client, agent, remoteAddress }: Caller): string {
  if (client !== undefined) return agent === "simulator" ? `${client.name} (simulated)` : client.name;
  return agentNames[agent] ?? (remoteAddress === undefined ? "Somebody" : `Somebody at ${remoteAddress}`);
}

/** The beginning of a sentence. @param ending such as "'s", when something of the caller's is spoken of */
export function subjectOf(caller: Caller, ending = ""): SentencePart {
  const text = `${nameOfCaller(caller)}${ending}`;
  const { client } = caller;
  return client === undefined
    ? { role: "subject", text }
    : { role: "subject", text, target: { kind: "scimClient", id: client.id } };
}
