import { notFound } from "next/navigation";
import type { Access } from "./access";
import { findOpenScimClient, type OpenScimClient } from "./find-open-client";
import { type Result, refuse } from "./result";

/** The SCIM client of a page's address. What is no id, or another organization's client, is a page that does not exist. */
export async function openScimClient(access: Access, id: string): Promise<OpenScimClient> {
  return (await findOpenScimClient(access, id)) ?? notFound();
}

/** As openScimClient for an act: a client that is gone is said, since the page that sent it is still open. */
export async function withScimClient<Value>(
  access: Access,
  id: string,
  act: (client: OpenScimClient) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const client = await findOpenScimClient(access, id);
  return client === undefined
    ? refuse("This SCIM client is no longer there: somebody has removed it. Reload the page.")
    : await act(client);
}
