import { describe, expect, test } from "vitest";
import { describeMissing } from "./describe-missing";

describe("what there is instead", () => {
  const kind = ["organization", "organizations"] as const;

  test("names the nearest and all", () => {
    expect(describeMissing("acmee", kind, ["", "acme", "beta"])).toBe(
      'There is no organization "acmee". Did you mean "acme"? Organizations: "" (the root domain), acme, beta.',
    );
  });

  test("says so when there are none, and cuts a long list", () => {
    expect(describeMissing("a", kind, [])).toBe('There is no organization "a"; there are no organizations yet.');
    const names = Array.from({ length: 25 }, (_, index) => `organization-${index}`);
    expect(describeMissing("a", kind, names)).toContain("organization-19 and 5 more.");
  });
});
