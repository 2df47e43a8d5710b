import type { JsonObject } from "@/lib/scim/json";
import type { CurrentUser } from "./decide-user";
import type { DirectoryRequest } from "./directory-request";
import { isAddress } from "./email-policy";
import { createFullName } from "./full-name";
import { noteOption } from "./request-record";
import { isAbove } from "./role";
import { findWrittenRole, type RoleWrites } from "./role-policy";

/** Notes which options of the client decide what becomes of a User resource: before they do, since they may refuse it. */
export function noteUserOptions(
  request: DirectoryRequest,
  resource: JsonObject,
  current: CurrentUser | undefined,
  writes: RoleWrites,
): void {
  const { record, client } = request;
  const { options } = client;
  const isNewName = resource.userName !== current?.resource.userName;
  if (options.requireEmail && isNewName && !isAddress(resource.userName)) noteOption(record, options, "requireEmail");

  const role = findWrittenRole(resource, writes);
  if (role === undefined && (current === undefined || writes.role)) noteOption(record, options, "defaultRole");
  if (role !== undefined && role !== current?.state.role && isAbove(role, options.highestGrantableRole)) {
    noteOption(record, options, "highestGrantableRole");
  }

  const userName = String(resource.userName);
  const fullNames = [true, false].map((isIncluded) => createFullName(resource, userName, isIncluded));
  if (fullNames[0] !== fullNames[1]) noteOption(record, options, "nameFormattedIncluded");
}
