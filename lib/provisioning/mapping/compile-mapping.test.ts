import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { compileMapping } from "./compile-mapping";
import type { MappingSource } from "./mapping-source";
import { createSampleSource, createSourceOf } from "./testing/sample-source";

function run(expression: string, source: MappingSource = createSampleSource()): JsonObject | null {
  const compiled = compileMapping("User", expression);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  const result = compiled.mapping.run(source);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** The value that an expression comes to; undefined when it is null. */
function compute(expression: string, source?: MappingSource): unknown {
  return run(`{"x": ${expression}}`, source)?.x;
}

function findRunError(expression: string, source: MappingSource = createSampleSource()): string | undefined {
  const compiled = compileMapping("User", expression);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  const result = compiled.mapping.run(source);
  return result.ok ? undefined : result.error.message;
}

describe("what an expression comes to", () => {
  test.each([
    ["user.userName", "ada@example.com"],
    ["user.name.givenName", "Ada"],
    ['user["name"]["givenName"]', "Ada"],
    ["organization.subdomain + target.name", "acmeAWS"],
    ['user["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].department', "Engines"],
    ["user.active ? 1 : 2", 1],
    ["1 + 2 * 3 - 4 / 2 % 5", 5],
    ["7 / 2", 3],
    ["7.0 / 2", 3.5],
    ["-(3)", -3],
    ["1 == 1.0", true],
    ["[1, {'a': 2}] == [1, {'a': 2}]", true],
    ["{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", true],
    ["{'a': 1} == {'a': 2}", false],
    ["[1] + [2]", [1, 2]],
    ["2 in [1, 2]", true],
    ["'a' in {'a': 1}", true],
    ["'b' in {'a': 1}", false],
    ["'a' < 'b' && 2 >= 2 && !(1 > 2) || false", true],
    ["user.emails.map(e, e.value)", ["ada@home.example", "ada@example.com"]],
    ["user.emails.map(e, e.type == 'work', e.value)", ["ada@example.com"]],
    ["user.emails.filter(e, e.primary)[0].value", "ada@example.com"],
    ["user.groups.exists(g, g.display == 'Finance')", true],
    ["user.groups.all(g, g.display == 'Finance')", false],
    ["user.groups.exists_one(g, g.display.startsWith('Site '))", true],
    ["user.emails.map(user, user.value)[0]", "ada@home.example"],
    ["user.name.map(key, key).size()", 3],
    ["user.groups.map(g, user.emails.map(e, g.display + e.type))[1][0]", "Site Londonhome"],
    ["primary(user.emails).value", "ada@example.com"],
    ["primary(user.phoneNumbers).value", "+44 1"],
    ["pick(user.name, ['givenName', 'middleName'])", { givenName: "Ada" }],
    ["firstOf('', [], null, 'x', 'y')", "x"],
    ["cel.bind(parts, user.fullName.split(' '), parts[1] + parts[0])", "KingAda"],
    ["size('añ😀')", 3],
    ["size(user.emails) + user.emails.size()", 4],
    ["'Ünïcode'.upper() + 'ÀB'.lower() + 'Àb'.upperAscii() + 'ÀB'.lowerAscii()", "ÜNÏCODEàbÀBÀb"],
    ["' x '.trim()", "x"],
    ["'abc'.contains('b') && 'abc'.endsWith('c') && !'abc'.startsWith('b')", true],
    ["'a😀b'.indexOf('b')", 2],
    ["'ab'.indexOf('x')", -1],
    ["'a😀bc'.substring(1, 3)", "😀b"],
    ["'abc'.substring(2)", "c"],
    ["'abc'.substring(5)", ""],
    ["'a,b'.split(',')", ["a", "b"]],
    ["'a.b.c'.replace('.', '-')", "a-b-c"],
    ["['a', user.nickName, 'b'].join('-')", "a-b"],
    ["['a', 'b'].join()", "ab"],
    ["string(1) + string(true) + string(1.5)", "1true1.5"],
    ["int('42') + int(1.9)", 43],
    ["double('1.5')", 1.5],
    ["bool('true')", true],
    ["has(user.title)", true],
    ["dyn(1)", 1],
    ["user.?name.?givenName.orValue('x')", "Ada"],
    ["// a remark\n 1", 1],
    ["r'a\\b'", "a\\b"],
    ['"""a\nb"""', "a\nb"],
  ])("%s", (expression, expected) => {
    expect(compute(expression)).toEqual(expected);
  });
});

describe("what is not there is null", () => {
  const nobody = createSourceOf({ id: "u1", userName: "x", active: false, fullName: "X" });
  test.each([
    ["user.name.givenName", undefined],
    ["user.name.givenName + ' ' + user.name.familyName", undefined],
    ["user.name.givenName.lower().split('a')[0]", undefined],
    ["user.emails[0].value", undefined],
    ["user.emails[3]", undefined],
    ["user.emails.map(e, e.value)", []],
    ["user.emails.filter(e, true)", []],
    ["user.emails.exists(e, true)", false],
    ["user.emails.all(e, false)", true],
    ["primary(user.emails).value", undefined],
    ["pick(user.name, ['givenName'])", undefined],
    ["size(user.emails)", 0],
    ["-user.nickName", undefined],
    ["1 + user.nickName", undefined],
    ["user.nickName == null", true],
    ["user.nickName != 'a'", true],
    ["user.nickName < 1", false],
    ["'a' in user.name", false],
    ["user.title ? 1 : 2", 2],
    ["!user.title", true],
    ["user.title || user.active", false],
    ["has(user.title)", false],
    ["user.title.startsWith('a') ? 1 : 2", 2],
    ["firstOf(user.displayName, user.fullName)", "X"],
    ["user.?title.orValue('Guest')", "Guest"],
    ["user.?title.hasValue()", false],
    ["user[?'title'].orValue('Guest')", "Guest"],
    ["[user.name.givenName, user.userName].join(' ')", "x"],
    ["[null, {'a': null, 'b': [null, 1]}]", [{ b: [1] }]],
  ])("%s", (expression, expected) => {
    expect(compute(expression, nobody)).toEqual(expected);
  });

  test("a mapping may yield nothing", () => {
    expect(run("null")).toBeNull();
    expect(run("user.active ? null : {}")).toBeNull();
    expect(run('user.active ? {"a": user.nickName} : null')).toEqual({});
  });
});

describe("what is wrong is found when it is compiled", () => {
  test.each([
    ["", 1, 1, "is empty"],
    ['{"a": ', 1, 7, "before the end"],
    ['{\n  "a": user.userName,\n  "b": usr.title\n}', 3, 8, "Did you mean user?"],
    ['{"a": group.displayName}', 1, 7, "There are: user, organization, target"],
    ['{"a": user.titel}', 1, 12, "Did you mean title?"],
    ['{"a": user.name.givnName}', 1, 17, "Did you mean givenName?"],
    ['{"a": user.costume}', 1, 12, 'write ["costume"]'],
    ['{"a": user.password}', 1, 12, "There is no"],
    ['{"a": user.emails.value}', 1, 19, "This is a list"],
    ['{"a": user.emails.map(e, e.valu)}', 1, 28, "Did you mean value?"],
    ['{"a": primary(user.emails).valu}', 1, 28, "Did you mean value?"],
    ["{userName: user.userName}", 1, 2, 'needs quotes: "userName"'],
    ['{"a": lowr("x")}', 1, 7, "There is no function lowr. Did you mean lower?"],
    ['{"a": lower("x")}', 1, 7, "is written so"],
    ['{"a": "x".trim(1)}', 1, 7, "takes no arguments"],
    ['{"a": "x".split()}', 1, 7, "takes 1 argument"],
    ['{"a": "x".substring(1, 2, 3)}', 1, 7, "takes 1 to 2 arguments"],
    ['{"a": user.title.matches("(a+)+$")}', 1, 7, "Regular expressions are left out"],
    ['{"a": user.emails.map(e)}', 1, 7, "is written so"],
    ['{"a": has()}', 1, 7, "is written so"],
    ['{"a": cel.bind(a, 1)}', 1, 7, "needs three things"],
    ['{"a": [1].map(a, [1].map(b, [1].map(c, c)))}', 1, 29, "2 deep"],
    ['{"a": b"x"}', 1, 7, "Bytes"],
    ['{"a": 1u}', 1, 7, "unsigned"],
    ['{"a": 9223372036854775808}', 1, 7, "64 bits"],
    ["[1]", 1, 1, "yields a map"],
    ['"a" + "b"', 1, 1, "yields a map"],
    ['{"password": "x"}', 1, 2, "syncPassword"],
    ['{"ID": "x"}', 1, 2, "externalId"],
    ['{"meta": {}}', 1, 2, "meta"],
    ['{"groups": []}', 1, 2, "groups"],
    ['{"a": user.constructor}', 1, 12, "There is no"],
    ['{"a": user.__proto__}', 1, 12, "There is no"],
    ["__proto__", 1, 1, "__proto__"],
    ['{"a": timestamp("2026-01-01T00:00:00Z")}', 1, 7, "There is no function"],
  ])("%s", (expression, line, column, message) => {
    const compiled = compileMapping("User", expression);
    const error = compiled.ok ? undefined : compiled.errors[0];
    expect(error?.message).toContain(message);
    expect(error?.line).toBe(line);
    expect(error?.column).toBe(column);
  });

  test.each([
    ["signs", `${"!".repeat(7_999)}a`, "nested too deeply"],
    ["brackets", "[".repeat(8_000), "nested too deeply"],
    ["calls", `${"size(".repeat(1_000)}1${")".repeat(1_000)}`, "nested too deeply"],
    ["members", `user${".a".repeat(3_000)}`, "nested too deeply"],
    ["terms", `1${"+1".repeat(3_999)}`, "too many parts"],
    ["characters", `{"a": "${"x".repeat(8_000)}"}`, "at most 8000"],
  ])("too many %s", (_name, expression, message) => {
    const compiled = compileMapping("User", expression);
    expect(compiled.ok ? undefined : compiled.errors[0]?.message).toContain(message);
  });

  test("as many terms as are allowed can be computed", () => {
    expect(compute(`1${"+1".repeat(990)}`)).toBe(991);
  });

  test("several errors at once", () => {
    const compiled = compileMapping("User", '{"a": user.titel, b: usr}');
    expect(compiled.ok ? [] : compiled.errors.map(({ column }) => column)).toEqual([12, 19, 22]);
  });

  test("groups have their own variables and refused keys", () => {
    expect(compileMapping("Group", '{"displayName": group.displayName}').ok).toBe(true);
    expect(compileMapping("Group", '{"members": []}').ok).toBe(false);
    expect(compileMapping("Group", '{"a": group.members}').ok).toBe(false);
  });
});

describe("what is wrong is told when it is run", () => {
  test.each([
    ['"a" + 1', "Make a text of both"],
    ["1 / 0", "divided by 0"],
    ["1 % 0", "divided by 0"],
    ["9223372036854775807 + 1", "64 bits"],
    ["9007199254740993", "larger than JSON"],
    ["1e308 * 10.0", "larger than JSON"],
    ["user.userName ? 1 : 2", "A condition must be true or false, but it is a text"],
    ["user.emails.exists(e, e.value)", "A condition must be"],
    ["user['emails']['value']", "taken by number"],
    ["[1].map(i, user.emails)[0].value", "go through all"],
    ["user.userName.x", "only maps have members"],
    ["user.userName[0]", "nothing at a number"],
    ["'a' in 'abc'", "text.contains(part)"],
    ["user.userName.map(c, c)", "goes through a list"],
    ["int('x')", "a text of digits"],
    ["bool('x')", 'needs "true"'],
    ["size(1)", "a text, a list or a map"],
    ["1 < 'a'", "cannot be used with a number and a text"],
    ["[1].join()", "needs a text"],
    ["'a'.replace('', 'b')", "is empty"],
    ["{1: 2}", "must be a text"],
  ])("%s", (expression, message) => {
    expect(findRunError(`{"x": ${expression}}`)).toContain(message);
  });

  test("a result that is no map", () => {
    expect(findRunError("user.title")).toBe("The result must be a map or null, but it is a text.");
  });
});

describe("no expression can run away", () => {
  const groups = Array.from({ length: 10_000 }, (_, index) => ({ value: `g${index}`, display: "a".repeat(20) }));
  const map = Object.fromEntries(groups.map(({ value }) => [value, 1]));
  const large = createSampleSource({ groups, map });
  const grow = `"${"a".repeat(10)}"${'.replace("a", "aaaaaaaaaa")'.repeat(3)}`;
  const doubled = (value: string, by: string) =>
    `${`cel.bind(a, ${value}, ${`cel.bind(a, ${by}, `.repeat(18)}`}a${")".repeat(19)}`;
  const [steps, length] = ["too many steps", "at most 65536"];

  test("a long list may be gone through", () => {
    expect(run('{"x": size(user.groups.filter(g, g.display.startsWith("a")).map(g, g.value))}', large)).toEqual({
      x: 10_000,
    });
  });

  test.each([
    ["loops within loops", "user.groups.map(g, user.groups.exists(h, h.value == g.display))", steps],
    ["a list of lists", "user.groups.map(g, user.groups)", steps],
    ["lists added in a loop", "user.groups.map(g, user.groups + user.groups)", steps],
    ["a comparison in a loop", "user.groups.filter(g, user.groups == user.groups.map(h, h))", steps],
    ["membership in a loop", "user.groups.filter(g, 1 in user.groups)", steps],
    ["keys in a loop", 'user.groups.filter(g, user["map"].exists(k, true))', steps],
    ["a text doubled", doubled('"aaaaaaaaaa"', "a + a"), length],
    ["a list doubled", doubled('["a"]', "a + a"), steps],
    ["a value used twice, again and again", doubled("1", "[a, a, a, a]"), steps],
    ["the same compared", `${doubled("1", "[a, a, a, a]")} == ${doubled("1", "[a, a, a, a]")}`, steps],
    ["a text replaced by longer ones", `"a"${'.replace("a", "aaaaaaaaaa")'.repeat(12)}`, length],
    ["a long separator", `user.groups.map(g, g.value).join(${grow})`, length],
    ["a search at its worst", `cel.bind(t, ${grow}, user.groups.map(g, t.contains("b" + t.substring(5000))))`, steps],
    ["a text split in a loop", `cel.bind(t, ${grow}, user.groups.map(g, t.split("")))`, steps],
    ["parts counted in a loop", `cel.bind(t, ${grow}, user.groups.map(g, size(t)))`, steps],
    ["capitals of a long text in a loop", `cel.bind(t, ${grow}, user.groups.map(g, t.upper()))`, steps],
  ])("%s", (_name, expression, message) => {
    const started = performance.now();
    expect(findRunError(`{"x": ${expression}}`, large)).toContain(message);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("errors are not swallowed by && and ||, nor by loops", () => {
    const endless = "size(user.groups.map(g, user.groups.map(h, h))) > 0";
    expect(findRunError(`{"x": ${endless} || true}`, large)).toContain("too many steps");
    expect(
      findRunError(`{"x": [1, 2].exists(i, size(user.groups.map(g, user.groups + user.groups)) > 0 || true)}`, large),
    ).toContain("too many steps");
  });

  test("a value that is only passed on may be long", () => {
    const value = "x".repeat(200_000);
    expect(compute("user.photos", createSampleSource({ photos: [{ value }] }))).toEqual([{ value }]);
  });
});

describe("nothing of JavaScript can be reached", () => {
  test.each([
    ['user["constructor"]'],
    ['user["__proto__"]'],
    ['user["toString"]'],
    ['user["hasOwnProperty"]'],
    ['user.name["constructor"]["constructor"]'],
    ['{"a": 1}["__proto__"]'],
    ['[{"a": 1}][0].constructor'],
  ])("%s is null", (expression) => {
    expect(compute(expression)).toBeUndefined();
  });

  test.each([["[[1]][0].length"], ["[[1]][0].constructor"], ['user["userName"].constructor'], ['"a".constructor']])(
    "%s is refused",
    (expression) => {
      expect(findRunError(`{"x": ${expression}}`)).toBeDefined();
    },
  );

  test("__proto__ is a plain key, and pollutes nothing", () => {
    const result = run('{"__proto__": {"polluted": true}}');
    expect(Object.keys(result ?? {})).toEqual(["__proto__"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("methods of JavaScript are no functions", () => {
    expect(compileMapping("User", '{"x": user.userName.constructor("return 1")}').ok).toBe(false);
    expect(compileMapping("User", '{"x": user.toString()}').ok).toBe(false);
    expect(compileMapping("User", '{"x": constructor("x")}').ok).toBe(false);
  });

  test("a password in the resource is no variable", () => {
    expect(compute('user["password"]', createSampleSource({ password: "secret" }))).toBeUndefined();
  });
});

describe("compiling again", () => {
  test("gives the same mapping, until many others were compiled", () => {
    const first = compileMapping("User", '{"x": "kept"}');
    expect(compileMapping("User", '{"x": "kept"}')).toBe(first);
    for (let index = 0; index < 499; index += 1) compileMapping("User", `{"x": ${index}}`);
    expect(compileMapping("User", '{"x": "kept"}')).toBe(first);
    for (let index = 0; index < 500; index += 1) compileMapping("User", `{"y": ${index}}`);
    expect(compileMapping("User", '{"x": "kept"}')).not.toBe(first);
  });

  test("tells people and groups apart", () => {
    expect(compileMapping("Group", '{"a": user.userName}').ok).toBe(false);
    expect(compileMapping("User", '{"a": user.userName}').ok).toBe(true);
  });
});

test("the same resource gives the same result, which is JSON, whatever it holds", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (resource) => {
      const source = createSourceOf(resource as JsonObject);
      const first = run('{"all": user, "again": [user, user["x"]]}', source);
      expect(JSON.parse(JSON.stringify(first))).toEqual(first);
      expect(run('{"all": user, "again": [user, user["x"]]}', source)).toEqual(first);
    }),
  );
});

test("whatever is written is compiled or refused, and whatever compiles ends", () => {
  const token = fc.constantFrom(
    ..."user group cel emails name value map filter exists bind has size split join primary pick firstOf orValue".split(
      " ",
    ),
    ...". .? [ ] ( ) { } , : ? + - * / % ! == != < >= && || in ' \" \\ \n r b u".split(" "),
    ...'"a" "" 1 0 0x 0xg 1e9 1.5 9223372036854775808 1u b"x" true null x [? """ // user.emails {"a": user.fullName[0]} __proto__'.split(
      " ",
    ),
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join("")),
    fc.array(token, { maxLength: 12 }).map((tokens) => `{"x": ${tokens.join(" ")}}`),
    fc.tuple(token, token, token).map(([a, b, c]) => `{"x": user.emails.map(x, ${a} ${b} ${c})}`),
  );
  fc.assert(
    fc.property(text, (expression) => {
      const compiled = compileMapping("User", expression);
      if (compiled.ok) expect(compiled.mapping.run(createSampleSource())).toHaveProperty("ok");
      else expect(compiled.errors.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});
