const givenNames = `Ada Grace Edsger Barbara Donald Frances Alan Margaret Tim Radia Anita Katherine Dorothy Mary Annie Hedy Jean Betty
Kathleen Marlyn Ruth Adele Shafi Leslie Fernando José André Sofía Zoë Léa Jürgen Björn Søren Mia Noah Liam Emma Olivia Aisha Fatima
Mohammed Omar Yuki Haruto Wei Li Ananya Arjun Priya Ravi Chidi Amara Kwame Ingrid Lars Elsa Pablo Lucía Mateo Giulia Marco Ewa Piotr`;

const familyNames = `Lovelace Hopper Dijkstra Liskov Knuth Allen Turing Hamilton Perlman Borg Johnson Vaughan Jackson Easley Lamarr
Bartik Holberton Antonelli Wescoff Teitelbaum Goldberg Goldwasser Lamport Corbató García Müller Sørensen Dubois Lefèvre Nuñez Smith
Jones Brown Davis Wilson Moore Taylor Anderson Thomas White Harris Martin Thompson Robinson Clark Lewis Lee Walker Hall Young King
Wright Scott Green Baker Adams Nelson Hill Ramirez Campbell Mitchell Roberts Carter Phillips Evans Turner Torres Parker Collins Edwards
Stewart Flores Morris Nguyen Murphy Rivera Cook Rogers Morgan Peterson Cooper Reed Bailey Bell Gomez Kelly Howard Ward Cox Diaz Wood
Watson Brooks Bennett Gray James Reyes Cruz Hughes Price Myers Long Foster Sanders Ross Morales Powell Sullivan Russell`;

const departments = `Engineering,Sales,Marketing,Finance,Legal,Support,Operations,Research,Design,Security,Procurement,Facilities,
Human Resources,Communications,Logistics,Quality,Training,Strategy,Compliance,Data`;

const titles = `Engineer,Senior Engineer,Manager,Director,Analyst,Consultant,Account Executive,Designer,Architect,Assistant,
Specialist,Coordinator,Administrator,Technician,Researcher,Counsel,Accountant,Recruiter,Trainer,Vice President,Team Lead`;

const array = (text: string, separator: RegExp) =>
  `(ARRAY[${text
    .split(separator)
    .map((word) => `'${word.trim()}'`)
    .join(", ")}]::text[])`;

const pick = (text: string, number: string, separator: RegExp) => {
  const { length } = text.split(separator);
  return `${array(text, separator)}[1 + (${number}) % ${length}]`;
};

/**
 * What is filled in, and how many; and ids that follow from a number and a time. Everything else follows from them.
 * Times are milliseconds since 1970, with which PostgreSQL counts many times faster than with timestamps and intervals.
 */
export const createFunctions = `
  CREATE TEMP TABLE fill_facts (organization_id uuid, client_id uuid, base bigint, people int, groups int,
    largest_group int, requests int, first_person bigint, person_step float8, request_step float8);
  -- A UUID of version 7 of that time (RFC 9562 §5.7), its random bits from the number.
  CREATE FUNCTION pg_temp.id_at(ms bigint, kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT overlay(overlay(lpad(to_hex(ms), 12, '0') || substr(md5(kind || n), 1, 20) PLACING '7' FROM 13) PLACING '8' FROM 17)::uuid
  $$;
  CREATE FUNCTION pg_temp.time_at(ms bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT to_timestamp(ms / 1000.0::float8)
  $$;
  CREATE FUNCTION pg_temp.person_ms(first_person bigint, person_step float8, n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT first_person + (n * person_step)::bigint
  $$;
  CREATE FUNCTION pg_temp.person_id(first_person bigint, person_step float8, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT pg_temp.id_at(pg_temp.person_ms(first_person, person_step, n), 'person', n)
  $$;
  CREATE FUNCTION pg_temp.group_ms(base bigint, n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT base - 60 * 86400000::bigint + n * 60000
  $$;
  CREATE FUNCTION pg_temp.group_id(base bigint, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT pg_temp.id_at(pg_temp.group_ms(base, n), 'group', n)
  $$;`;

/** Fills in the facts: the organization, the client, the time, and how many people, groups, people of the largest group, requests. */
export const insertFacts = `
  INSERT INTO fill_facts SELECT $1, $2, base, people, groups, largest_group, requests, base - 90 * 86400000::bigint,
    89 * 86400000::float8 / people, 30 * 86400000::float8 / requests
  FROM (SELECT $3::bigint AS base, $4::int AS people, $5::int AS groups, $6::int AS largest_group, $7::int AS requests) AS given`;

/**
 * The people of some numbers, as a FROM item. `OFFSET 0` keeps PostgreSQL from working each of them out again wherever it is named.
 *
 * @param numbers a SELECT of the numbers as `n`
 */
export const people = (numbers: string) => `
  (SELECT *, given || ' ' || family AS name,
     translate(lower(given || '.' || family), 'éèëüöøáíóñ', 'eeeuooaion') || '.' || n || '@bench.example' AS mail
   FROM (SELECT n, f.*, pg_temp.person_ms(first_person, person_step, n) AS ms,
       pg_temp.person_id(first_person, person_step, n) AS id,
       ${pick(givenNames, "n", /\s+/)} AS given, ${pick(familyNames, "n / 63", /\s+/)} AS family,
       ${pick(departments, "n / 7", /,\s*/)} AS department, ${pick(titles, "n / 3", /,\s*/)} AS title,
       -- Everybody but the first reports to somebody; each leads about eight.
       CASE WHEN n > 1 THEN pg_temp.person_id(first_person, person_step, (n + 6) / 8) END AS manager_id
     FROM (${numbers}) AS numbers, fill_facts f OFFSET 0) AS facts OFFSET 0) AS p`;
