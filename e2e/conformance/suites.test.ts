import { expect, test } from "vitest";
import { parseScimSanity } from "./scim-sanity";
import { parseScim2Tester } from "./scim2-tester";

const testerOutput = `Performing a SCIM compliance check on http://localhost:4711/scim/v2/ ...
SUCCESS query_all_resource_types
  Resource types available are: 'User', 'Group'
SUCCESS object_creation
  Successfully created User[EnterpriseUser] object with id 01a202fc-f173-77cd-a1fb-f7c02b0b476b
ERROR check_add_attribute
  PATCH modify() returned unexpected value for 'title'.
Patched value: 3cf1
Returned value: None
SKIPPED search_with_attributes
  POST /.search: not supported
ERROR object_creation
  The resource could not be created
DEVIATION object_query
SUCCESS object_deletion
  Successfully deleted
`;

test("scim2-tester: every result by resource type, without what differs from run to run", () => {
  expect(parseScim2Tester(testerOutput)).toEqual([
    { check: "query_all_resource_types", outcome: "passed", message: "Resource types available are: 'User', 'Group'" },
    {
      check: "User: object_creation",
      outcome: "passed",
      message: "Successfully created User[EnterpriseUser] object with id {id}",
    },
    {
      check: "User: check_add_attribute",
      outcome: "failed",
      message: "PATCH modify() returned unexpected value for 'title'.",
    },
    { check: "User: search_with_attributes", outcome: "skipped", message: "POST /.search: not supported" },
    { check: "Group: object_creation", outcome: "failed", message: "The resource could not be created" },
    { check: "Group: object_query", outcome: "warned", message: "" },
    { check: "Group: object_deletion", outcome: "passed", message: "Successfully deleted" },
  ]);
});

test("scim2-tester: an output without results has none", () => {
  expect(parseScim2Tester("Error: Could not discover the server.\n")).toEqual([]);
});

test("scim-sanity: every result by its phase, ids left out", () => {
  const results = [
    { name: "POST /Users", status: "pass", phase: "Phase 2 — User CRUD Lifecycle" },
    { name: "PATCH /Groups/{id}", status: "fail", message: "Expected 200, got 204", phase: "Phase 3 — Groups" },
    { name: "Agents", status: "skip", message: "not supported", phase: "Phase 5a — Agents" },
    { name: "DELETE /Users/01a202fc-f173-77cd-a1fb-f7c02b0b476b", status: "error", message: "no", phase: "Cleanup" },
    { name: "count=0", status: "warn", message: "no Resources", phase: "Phase 6 — Search" },
  ];
  expect(parseScimSanity(JSON.stringify({ results }))).toEqual([
    { check: "User CRUD Lifecycle: POST /Users", outcome: "passed", message: "" },
    { check: "Groups: PATCH /Groups/{id}", outcome: "failed", message: "Expected 200, got 204" },
    { check: "Agents", outcome: "skipped", message: "not supported" },
    { check: "Cleanup: DELETE /Users/{id}", outcome: "failed", message: "no" },
    { check: "Search: count=0", outcome: "warned", message: "no Resources" },
  ]);
});

test.each(["", "no JSON", "{}", '{"results":[]}'])("scim-sanity: %j is no report", (output) => {
  expect(() => parseScimSanity(output)).toThrow();
});
