import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLineFixture, createCommandLineFixture } from "../testing/command-line-fixture";

const urn = "urn:ietf:params:scim:schemas:extension:Badge:2.0:User";
const inAcme = ["-r", "acme", "--schema", urn];

let cli: CommandLineFixture;

beforeAll(async () => {
  cli = await createCommandLineFixture();
  await cli.runJson(["org", "create", "--subdomain", "acme", "--name", "Acme Inc"]);
});
afterAll(() => cli.drop());

describe("custom-attribute", () => {
  test("add, list and remove give one JSON value each", async () => {
    const tag = {
      resourceType: "User",
      schema: urn,
      name: "tag",
      type: "string",
      multiValued: false,
      caseExact: false,
      canonicalValues: [],
      description: "The attribute tag of Acme Inc.",
    };
    expect(await cli.runJson(["custom-attribute", "add", "tag", ...inAcme])).toEqual({
      ...tag,
      subdomain: "acme",
      affected: 0,
    });
    const everyOption = ["--type", "integer", "--multi-valued", "--canonical-value", "1", "--canonical-value", "-2"];
    expect(
      await cli.runJson([
        ...["custom-attribute", "add", "floor", "-r", "acme", "--schema", "urn:acme:team", "--resource-type", "Group"],
        ...everyOption,
        ...["--description", "Where they sit"],
      ]),
    ).toMatchObject({
      resourceType: "Group",
      type: "integer",
      multiValued: true,
      canonicalValues: ["1", "-2"],
      description: "Where they sit",
    });
    expect(await cli.runJson(["custom-attribute", "list", "-r", "acme"])).toMatchObject([{ name: "floor" }, tag]);
    expect(await cli.runJson(["custom-attribute", "remove", "TAG", ...inAcme])).toEqual({
      ...tag,
      subdomain: "acme",
      affected: 0,
    });
    expect(await cli.runJson(["custom-attribute", "list", "-r", "acme"])).toMatchObject([{ name: "floor" }]);
  });

  test("people read sentences and a table", async () => {
    const added = await cli.run(["custom-attribute", "add", "code", ...inAcme, "--case-exact"]);
    expect(added.stdout).toBe(
      `Defined ${urn}:code (string, case exact) in Acme Inc. SCIM clients can use it at once.\n`,
    );
    const { stdout } = await cli.run(["custom-attribute", "list", "-r", "acme"]);
    expect(stdout).toMatch(/^OF +EXTENSION +ATTRIBUTE +TYPE +VALUES\n/);
    expect(stdout).toMatch(/\nUser +urn:ietf:\S+ +code +string, case exact +any value\n/);
    const removed = await cli.run(["custom-attribute", "remove", "code", ...inAcme]);
    expect(removed.stdout).toBe(`${urn}:code is no longer defined in Acme Inc. Nothing is stored in its extension.\n`);
    await cli.runJson(["org", "create", "--subdomain", "empty", "--name", "Empty"]);
    expect((await cli.run(["custom-attribute", "list", "-r", "empty"])).stdout).toBe(
      "There are no custom attributes yet.\n",
    );
  });

  test.each<[string, string[], number, string]>([
    ["without --schema", ["add", "x", "-r", "acme"], 2, "--schema"],
    ["of a type there is not", ["add", "x", ...inAcme, "--type", "complex"], 2, "complex"],
    ["of another resource type", ["add", "x", ...inAcme, "--resource-type", "Role"], 2, "Role"],
    ["with a name no path can hold", ["add", "a b", ...inAcme], 1, "a letter a to z"],
    ["in no organization", ["add", "x", "-r", "acmee", "--schema", urn], 1, 'Did you mean "acme"?'],
    ["that is not there", ["remove", "nothing", ...inAcme], 1, "There is no custom attribute"],
    ["of no organization", ["list", "-r", "nobody"], 1, "There is no organization"],
  ])("%s is refused", async (_, command, exitCode, message) => {
    const outcome = await cli.run(["custom-attribute", ...command, "--json"]);
    expect(outcome.exitCode).toBe(exitCode);
    expect(JSON.parse(outcome.stdout)).toEqual({ error: expect.stringContaining(message) });
  });
});
