import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine, SchemaFilter } from "@prisma/schema-engine-wasm";
import pg from "pg";

/** No table or type is managed by anybody but us. */
export const noFilter: SchemaFilter = { externalTables: [], externalEnums: [] };

/**
 * Opens Prisma's schema engine on a database: the program behind `prisma migrate`, in WebAssembly, so that no engine has to be
 * downloaded for the platform. `close` ends its connections, and with them the lock by which it migrates alone.
 */
export async function openSchemaEngine(url: string): Promise<{ engine: SchemaEngine; close: () => Promise<void> }> {
  // Once per process: the engine's JavaScript half serves only the instance that was made last.
  loadedEngine ??= loadSchemaEngine();
  const connections: MigrationConnection[] = [];
  const adapter = bindMigrationAwareSqlAdapterFactory(createMigrationAdapter(url, connections));
  const engine = await (await loadedEngine).SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
  return {
    engine,
    close: async () => {
      engine.free();
      for (const connection of connections) {
        const pool = connection.underlyingDriver();
        if (!pool.ending) await pool.end();
      }
    },
  };
}

type EngineModule = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");

let loadedEngine: Promise<EngineModule> | undefined;

/** The package's own entry imports a .wasm file as a module, which Node.js 20 cannot, so its parts are put together here. */
async function loadSchemaEngine(): Promise<EngineModule> {
  const engine = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const requireHere = createRequire(import.meta.url);
  const directory = path.dirname(requireHere.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const program = await readFile(path.join(directory, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(program, { "./schema_engine_bg.js": engine });
  engine.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== "function")
    throw new Error("@prisma/schema-engine-wasm has changed: it has no __wbindgen_start.");
  start();
  // Where the engine leaves the message of a failure inside it.
  const reportFailure = (message: string): never => {
    throw new Error(`Prisma's schema engine failed: ${message}`);
  };
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: reportFailure } });
  return engine;
}

type MigrationConnection = Awaited<ReturnType<PrismaPg["connect"]>>;

/** Every connection that the engine opens is added to `connections`: the engine itself leaves them open. */
function createMigrationAdapter(
  url: string,
  connections: MigrationConnection[],
): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg({ connectionString: url, max: 1 });
  const prepare = (connection: MigrationConnection): MigrationConnection => {
    connections.push(connection);
    return readCatalogueChars(sendScriptsWhole(connection));
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => prepare(await factory.connect()),
    connectToShadowDb: async () => prepare(await factory.connectToShadowDb()),
  };
}

/**
 * Prisma's adapter cuts a script at every semicolon, also at those in comments, strings and function bodies, and runs the
 * pieces one by one. Sent whole, PostgreSQL parses it itself and runs it as one transaction, so that a migration that fails
 * changes nothing.
 *
 * @see https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 */
function sendScriptsWhole(connection: MigrationConnection): MigrationConnection {
  connection.executeScript = async (script) => {
    try {
      await connection.underlyingDriver().query({ text: script });
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      throw new DriverAdapterError({
        kind: "postgres",
        code: error.code ?? "XX000",
        severity: error.severity ?? "ERROR",
        message: error.message,
        detail: error.detail,
        column: error.column,
        hint: error.hint,
      });
    }
  };
  return connection;
}

/** What the engine is told of the migrations: each one's name and its SQL. */
export function createMigrationList(
  directory: string,
  migrations: readonly { name: string; sql: string }[],
): MigrationList {
  return {
    baseDir: directory,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
}

/** Type ids as pg_type has them: the one-byte "char" of the system catalogues, and text. */
const catalogueCharType = 18;
const textType = 25;

/** Prisma's adapter refuses the catalogues' "char", which the engine reads to learn what tables there are. */
function readCatalogueChars(connection: MigrationConnection): MigrationConnection {
  const charColumns = new WeakMap<object, number[]>();
  const pool = connection.underlyingDriver();
  const queryPool = pool.query.bind(pool);
  const query = async (config: pg.QueryArrayConfig): Promise<pg.QueryArrayResult> => {
    const result = await queryPool(config);
    const columns = (result.fields ?? []).flatMap((field, index) =>
      field.dataTypeID === catalogueCharType ? [index] : [],
    );
    for (const field of result.fields ?? []) if (field.dataTypeID === catalogueCharType) field.dataTypeID = textType;
    if (columns.length > 0) charColumns.set(result.rows, columns);
    return result;
  };
  Object.defineProperty(pool, "query", { value: query });

  const queryRaw = connection.queryRaw.bind(connection);
  connection.queryRaw = async (sql) => {
    const result = await queryRaw(sql);
    for (const column of charColumns.get(result.rows) ?? []) result.columnTypes[column] = ColumnTypeEnum.Character;
    return result;
  };
  return connection;
}
