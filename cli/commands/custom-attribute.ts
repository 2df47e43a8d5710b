import { type Command, Option } from "commander";
import { addCustomAttribute, listCustomAttributes, removeCustomAttribute } from "@/lib/console/custom-attributes";
import { type CustomAttribute, customAttributeTypes } from "@/lib/directory/custom-attribute";
import { unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { formatCount, formatTable } from "../format-text";

const organizationOption = ["-r, --organization <subdomain>", 'the organization; "" is the root domain\'s'] as const;
const exampleUrn = "urn:ietf:params:scim:schemas:extension:Badge:2.0:User";

/** `custom-attribute add`, `custom-attribute list`, `custom-attribute remove`. */
export function addCustomAttributeCommands(program: Command, commandLine: CommandLine): void {
  const group = program
    .command("custom-attribute")
    .helpCommand(false)
    .description("Custom attributes: what an organization's people and groups have beside RFC 7643's attributes.");
  addAdd(group, commandLine);
  addList(group, commandLine);
  addRemove(group, commandLine);
}

type AddOptions = {
  readonly organization: string;
  readonly schema: string;
  readonly resourceType: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly caseExact: boolean;
  readonly canonicalValue: readonly string[];
  readonly description?: string;
};

function addAdd(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("add")
    .description("Define an attribute in a schema extension; the first attribute makes the extension.")
    .argument("<name>", "what the attribute is called")
    .requiredOption(...organizationOption)
    .requiredOption("--schema <urn>", "the URN of the extension")
    .addOption(
      new Option("--resource-type <name>", "whom it is defined for").choices(["User", "Group"]).default("User"),
    )
    .addOption(new Option("--type <type>", "what it holds").choices([...customAttributeTypes]).default("string"))
    .option("--multi-valued", "it holds any number of values", false)
    .option("--case-exact", "upper and lower case are different when its texts are compared", false)
    .option(
      "--canonical-value <value>",
      "a value that may be sent; give all of them, each with this option. Without any, every value may",
      (value: string, values: readonly string[]) => [...values, value],
      [],
    )
    .option("--description <text>", "what it is for, shown in /Schemas")
    .addHelpText(
      "after",
      `\nValues that SCIM clients were allowed to keep under this name become values of the attribute. If one does not
fit, nothing is defined.
\nExample:\n  $ npm run roster -- custom-attribute add color -r acme --schema ${exampleUrn} --canonical-value red --canonical-value green`,
    );
  commandLine.define(command, () => async ({ database, actor }) => {
    const [name = ""] = command.args;
    const { organization: subdomain, canonicalValue, ...options } = command.opts<AddOptions>();
    const { attribute, organization, affected } = unwrap(
      await addCustomAttribute(database, actor, subdomain, { ...options, name, canonicalValues: canonicalValue }),
    );
    const stored =
      affected === 0
        ? ""
        : ` What ${countResources(attribute, affected)} have in this extension can be filtered by too.`;
    return {
      json: { ...describeAttribute(attribute), subdomain: organization.subdomain, affected },
      text: `Defined ${attribute.schema}:${attribute.name} (${describeType(attribute)}) in ${organization.name}. SCIM clients can use it at once.${stored}`,
    };
  });
}

function addList(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("list")
    .description("List the attributes that an organization defined.")
    .requiredOption(...organizationOption)
    .addHelpText("after", "\nExample:\n  $ npm run roster -- custom-attribute list -r acme");
  commandLine.define(command, () => async ({ database }) => {
    const attributes = unwrap(
      await listCustomAttributes(database, command.opts<{ organization: string }>().organization),
    );
    const rows = attributes.map((attribute) => [
      attribute.resourceType,
      attribute.schema,
      attribute.name,
      describeType(attribute),
      attribute.canonicalValues.join(", ") || "any value",
    ]);
    return {
      json: attributes.map(describeAttribute),
      text:
        rows.length === 0
          ? "There are no custom attributes yet."
          : formatTable(["OF", "EXTENSION", "ATTRIBUTE", "TYPE", "VALUES"], rows),
    };
  });
}

function addRemove(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("remove")
    .description("Take the definition of an attribute back. What is stored stays stored.")
    .argument("<name>", "what the attribute is called")
    .requiredOption(...organizationOption)
    .requiredOption("--schema <urn>", "the URN of the extension")
    .addHelpText(
      "after",
      `\nThe values stay, as something that no schema defines: the option unknownAttributes of each SCIM client says whether
it may still write them.
\nExample:\n  $ npm run roster -- custom-attribute remove color -r acme --schema ${exampleUrn}`,
    );
  commandLine.define(command, () => async ({ database, actor }) => {
    const [name = ""] = command.args;
    const { organization: subdomain, schema } = command.opts<{ organization: string; schema: string }>();
    const { attribute, organization, affected } = unwrap(
      await removeCustomAttribute(database, actor, subdomain, { schema, name }),
    );
    return {
      json: { ...describeAttribute(attribute), subdomain: organization.subdomain, affected },
      text: `${attribute.schema}:${attribute.name} is no longer defined in ${organization.name}. ${affected === 0 ? "Nothing is stored in its extension." : `What ${countResources(attribute, affected)} have in this extension stays stored.`}`,
    };
  });
}

function describeAttribute(attribute: CustomAttribute) {
  const { resourceType, schema, name, type, multiValued, caseExact, canonicalValues, description } = attribute;
  return { resourceType, schema, name, type, multiValued, caseExact, canonicalValues, description };
}

function describeType({ type, multiValued, caseExact }: CustomAttribute): string {
  const isCased = type === "string" && caseExact;
  return `${type}${multiValued ? ", multi-valued" : ""}${isCased ? ", case exact" : ""}`;
}

function countResources({ resourceType }: CustomAttribute, count: number): string {
  return resourceType === "User" ? formatCount(count, "person", "people") : formatCount(count, "group", "groups");
}
