import type { AttributeSection } from "@/lib/console/directory/attributes";
import { Fact, Facts, Section } from "./section";

/** The attributes of a person or group, schema by schema. What the schema says of each is its title. */
export function AttributeSections({ sections, empty }: { sections: readonly AttributeSection[]; empty: string }) {
  if (sections.length === 0) {
    return (
      <Section title="Attributes">
        <p className="text-muted">{empty}</p>
      </Section>
    );
  }
  return sections.map(({ title, urn, lines }) => (
    <Section key={`${title} ${urn ?? ""}`} title={title} {...(urn === undefined ? {} : { note: urn })}>
      <Facts>
        {lines.map(({ name, description, values }) => (
          <Fact key={name} term={<span title={description}>{name}</span>}>
            {values.length === 1 ? (
              values[0]
            ) : (
              <ul>
                {values.map((value, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: values may repeat, and never move.
                  <li key={index}>{value}</li>
                ))}
              </ul>
            )}
          </Fact>
        ))}
      </Facts>
    </Section>
  ));
}
