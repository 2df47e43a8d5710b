import { expect, test } from "../fixtures";
import { createGroup, createUser, get, idOf, listAt, patch, post, put, userBody, valueAt } from "./exchange";
import { expectScimError } from "./expectations";

test("C-10 one object for a multi-valued attribute is read as one element", async ({ scim }) => {
  const email = { value: "one@login.example", type: "work" };
  const user = await createUser(scim, { emails: email, phoneNumbers: { value: "1" } });
  expect(user).toMatchObject({ emails: [email], phoneNumbers: [{ value: "1" }] });
  const path = `/Users/${idOf(user)}`;
  expect((await put(scim, path, userBody({ emails: email }))).body.emails).toEqual([email]);
  const home = { value: "two@login.example", type: "home" };
  const added = await patch(scim, path, { op: "add", path: "emails", value: home });
  expect(added.body.emails).toEqual([email, home]);
  const group = await createGroup(scim, [], { members: { value: idOf(user) } });
  expect(listAt((await get(scim, `/Groups/${idOf(group)}`)).body, "members")).toHaveLength(1);
});

test("C-11 two primaries are a 400 in POST and PUT", async ({ scim }) => {
  const user = await createUser(scim);
  for (const primaries of [
    [true, true],
    ["True", true],
  ]) {
    const emails = primaries.map((primary, index) => ({ value: `${index}@b.example`, primary }));
    expectScimError(await post(scim, "/Users", userBody({ emails })), 400, "invalidValue");
    expectScimError(await put(scim, `/Users/${idOf(user)}`, userBody({ emails })), 400, "invalidValue");
  }
  expect((await get(scim, `/Users/${idOf(user)}`)).body).toEqual(user);
});

test("C-11 a PATCH that sets a primary clears the one before", async ({ scim }) => {
  const first = { value: "1@b.example", type: "work", primary: true };
  const user = await createUser(scim, { emails: [first] });
  const patched = await patch(scim, `/Users/${idOf(user)}`, {
    op: "add",
    path: "emails",
    value: [{ value: "2@b.example", type: "home", primary: true }],
  });
  const primaries = listAt(patched.body, "emails").filter((email) => valueAt(email, "primary") === true);
  expect(primaries).toEqual([{ value: "2@b.example", type: "home", primary: true }]);
  expect(listAt(patched.body, "emails")).toHaveLength(2);
});

test("C-12 the same (type, value) is not kept twice", async ({ scim }) => {
  const email = { value: "a@b.example", type: "work" };
  const user = await createUser(scim, { emails: [email, email, { ...email, type: "home" }] });
  expect(user.emails).toEqual([email, { ...email, type: "home" }]);
  const path = `/Users/${idOf(user)}`;
  const added = await patch(scim, path, { op: "add", path: "emails", value: [email] });
  expect(added.body.emails).toEqual(user.emails);
  const member = idOf(await createUser(scim));
  const group = await createGroup(scim, [member, member]);
  expect(listAt((await get(scim, `/Groups/${idOf(group)}`)).body, "members")).toHaveLength(1);
});
