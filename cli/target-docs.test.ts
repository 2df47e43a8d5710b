import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeTargetOption } from "@/lib/provisioning/target-option-descriptions";
import {
  allowedTargetOptionValues,
  resolveTargetOptions,
  targetOptionNames,
  targetPresets,
} from "@/lib/provisioning/target-options";
import { targetPresetDefinitions } from "@/lib/provisioning/target-presets";

const chapter = readFileSync(new URL("../docs/targets.md", import.meta.url), "utf8");
const defaults = resolveTargetOptions("generic", {});

test.each(targetOptionNames)("docs/targets.md has the option %s as it is", (name) => {
  const { sentence, values = {} } = describeTargetOption(name);
  const meanings = Object.entries(values).map(([value, consequence]) => ` \`${value}\`: ${consequence}`);
  const range = Object.keys(values).length === 0 ? `${allowedTargetOptionValues(name).join(", ")}; ` : "";
  expect(chapter).toContain(`| \`${name}\` | ${sentence}${meanings.join("")} | ${range}${defaults[name]} |`);
});

test.each(targetPresets)("docs/targets.md has the preset %s as it is", (preset) => {
  const { title, exampleUrl, options } = targetPresetDefinitions[preset];
  const product = exampleUrl === undefined ? title : `${title}, \`${exampleUrl}\``;
  const sets = Object.entries(options).map(([name, { value, reason }]) => `\`${name}=${value}\` (${reason})`);
  expect(chapter).toContain(`| \`${preset}\` | ${product} | ${sets.join(" ") || "nothing"} |`);
});
