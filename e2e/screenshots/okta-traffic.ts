const headers = { "content-type": "application/scim+json", "user-agent": "Okta SCIM Client 1.0.0" };
const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
const groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";
const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

const people = [
  ["Ada", "Lovelace"],
  ["Grace", "Hopper"],
  ["Edsger", "Dijkstra"],
  ["Barbara", "Liskov"],
  ["Radia", "Perlman"],
  ["Donald", "Knuth"],
  ["Margaret", "Hamilton"],
  ["Frances", "Allen"],
] as const;

export type Send = (method: string, path: string, body?: object) => Promise<{ id: string; requestId: string }>;

/** Speaks to a SCIM endpoint as Okta does. */
export function speakAsOkta(baseUrl: string, token: string): Send {
  return async (method, path, body) => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: { id?: string } = text === "" ? {} : JSON.parse(text);
    return { id: answer.id ?? "", requestId: response.headers.get("x-request-id") ?? "" };
  };
}

/** What Okta sends when an application is connected: its test, people, their changes, a group. */
export async function sendFirstSync(send: Send): Promise<{ personId: string; deactivation: string; conflict: string }> {
  await send("GET", "/Users?startIndex=1&count=2");
  await send("GET", "/Groups?startIndex=1&count=100");
  const ids: string[] = [];
  for (const [givenName, familyName] of people) {
    const userName = `${givenName}.${familyName}@acme.example`.toLowerCase();
    await send("GET", `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`);
    const { id } = await send("POST", "/Users", {
      schemas: [userSchema],
      userName,
      name: { givenName, familyName },
      emails: [{ primary: true, value: userName, type: "work" }],
      displayName: `${givenName} ${familyName}`,
      externalId: `00u${familyName.toLowerCase()}`,
      groups: [],
      active: true,
    });
    ids.push(id);
  }
  const [ada = "", grace = ""] = ids;
  await patch(send, `/Users/${ada}`, { title: "Analyst", name: { givenName: "Augusta Ada" } });
  const { id: group } = await send("POST", "/Groups", {
    schemas: [groupSchema],
    displayName: "Engineering",
    members: [],
  });
  const members = ids.slice(0, 5).map((value) => ({ value }));
  await send("PATCH", `/Groups/${group}`, {
    schemas: [patchSchema],
    Operations: [{ op: "add", path: "members", value: members }],
  });
  const conflict = await send("POST", "/Users", {
    schemas: [userSchema],
    userName: "Grace.Hopper@acme.example",
    name: { givenName: "Grace", familyName: "Hopper" },
  });
  const deactivation = await patch(send, `/Users/${ada}`, { active: false });
  await patch(send, `/Users/${grace}`, { active: false });
  await patch(send, `/Users/${grace}`, { active: true });
  return { personId: ada, deactivation: deactivation.requestId, conflict: conflict.requestId };
}

async function patch(send: Send, path: string, value: object) {
  return await send("PATCH", path, { schemas: [patchSchema], Operations: [{ op: "replace", value }] });
}
