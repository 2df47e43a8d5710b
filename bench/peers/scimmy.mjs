// SCIMMY with its own Express routers, resources kept in memory. PORT and TOKEN are given in the environment; one line of JSON on
// standard output says when it serves.
import { once } from "node:events";
import { createServer } from "node:http";
import process from "node:process";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";
import { createCollection } from "./scimmy-store.mjs";

const { PORT: port, TOKEN: token } = process.env;
const origin = `http://127.0.0.1:${port}`;
const users = createCollection();
const groups = createCollection();
/** Ids of groups by member. */
const groupsOf = new Map();

const notFound = (id) => new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);

/** Reads of one resource and of lists are the same for both types but for what is added to a resource when it is shown. */
function createEgress(collection, present) {
  return (resource, request) => {
    if (resource.id !== undefined) {
      const found = collection.get(resource.id);
      if (found === undefined) throw notFound(resource.id);
      return present(found, resource, request);
    }
    const { sortBy, sortOrder, startIndex = 1, count = 20 } = resource.constraints ?? {};
    if (resource.filter !== undefined) {
      return collection.filter(resource.filter).map((found) => present(found, resource, request));
    }
    // SCIMMY would make a schema instance of everything and then cut the page out. It accepts a page with its total instead,
    // which saves that; one that begins within its own length is taken for uncut, and so is given what comes before it.
    const list = collection.list(sortBy, sortOrder);
    const begin = startIndex <= count ? 0 : startIndex - 1;
    const page = list.slice(begin, startIndex - 1 + count);
    resource.constraints = { startIndex, count, totalResults: list.length };
    return page.map((found) => present(found, resource, request));
  };
}

function createIngress(collection, uniqueAttribute, indexName, afterWrite) {
  return (resource, instance) => {
    if (resource.id !== undefined && collection.get(resource.id) === undefined) throw notFound(resource.id);
    const name = instance[uniqueAttribute].toLowerCase();
    if (collection.findBy(indexName, name).some(({ id }) => id !== resource.id)) {
      throw new SCIMMY.Types.Error(409, "uniqueness", `${uniqueAttribute} is taken`);
    }
    const previous = resource.id === undefined ? undefined : collection.get(resource.id);
    const written = collection.write(resource.id, JSON.parse(JSON.stringify(instance)));
    afterWrite(previous, written);
    return written;
  };
}

function presentUser(user) {
  const memberOf = groupsOf.get(user.id);
  if (memberOf === undefined) return user;
  return { ...user, groups: [...memberOf].map((id) => ({ value: id, display: groups.get(id).displayName })) };
}

/** Leaves members away where they are not asked for, so that SCIMMY does not make instances of them first. */
function presentGroup(group, { attributes }, { method }) {
  const isWithoutMembers = method === "GET" && attributes?.some(({ members }) => members?.[0] === "np");
  return isWithoutMembers ? { ...group, members: undefined } : group;
}

function forgetMemberships(group) {
  for (const { value } of group?.members ?? []) {
    const memberOf = groupsOf.get(value);
    memberOf?.delete(group.id);
    if (memberOf?.size === 0) groupsOf.delete(value);
  }
}

function recordMemberships(group) {
  for (const { value } of group.members ?? []) {
    const memberOf = groupsOf.get(value);
    if (memberOf === undefined) groupsOf.set(value, new Set([group.id]));
    else memberOf.add(group.id);
  }
}

/** Tells of one that joined by one step; whatever else changed is counted anew. */
function updateMemberships(previous, group) {
  const before = previous?.members ?? [];
  const after = group.members ?? [];
  if (after.length === before.length + 1 && before.every(({ value }, index) => after[index].value === value)) {
    recordMemberships({ id: group.id, members: after.slice(-1) });
    return;
  }
  forgetMemberships(previous);
  recordMemberships(group);
}

SCIMMY.Resources.declare(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false))
  .ingress(createIngress(users, "userName", "username", () => {}))
  .egress(createEgress(users, presentUser))
  .degress(({ id }) => {
    if (!users.remove(id)) throw notFound(id);
    for (const groupId of groupsOf.get(id) ?? []) {
      const group = groups.get(groupId);
      groups.write(groupId, { ...group, members: group.members.filter(({ value }) => value !== id) });
    }
    groupsOf.delete(id);
  });
SCIMMY.Resources.declare(SCIMMY.Resources.Group)
  .ingress(createIngress(groups, "displayName", "displayname", updateMemberships))
  .egress(createEgress(groups, presentGroup))
  .degress(({ id }) => {
    const group = groups.get(id);
    if (group === undefined) throw notFound(id);
    forgetMemberships(group);
    groups.remove(id);
  });
SCIMMY.Config.set({ bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 10 * 2 ** 20 } });

const routers = new SCIMMYRouters({
  type: "bearer",
  baseUri: () => origin,
  context: (request) => request,
  handler: (request) => {
    if (request.headers.authorization !== `Bearer ${token}`) throw new Error("The token is wrong.");
    return "bench";
  },
});
const app = express()
  .disable("x-powered-by")
  .set("etag", false)
  // Express 5 reads the query anew each time it is looked at, which loses the numbers that SCIMMY makes of startIndex and count.
  .use((request, _response, next) => {
    Object.defineProperty(request, "query", { value: request.query });
    next();
  })
  .use("/scim/v2", routers);

const server = createServer(app).listen(Number(port), "127.0.0.1");
await once(server, "listening");
console.log(JSON.stringify({ ready: true, baseUrl: `${origin}/scim/v2`, token }));
process.on("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});
