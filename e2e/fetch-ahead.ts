// Gets what the later suites need from elsewhere, while the first ones run: mostly it waits. Started by run-all.mjs, which does
// not look how it ended: who needs a thing asks for it again, and says what is wrong.
import { findOrInstallChromium } from "./chromium.mjs";
import { preparePythonSuites } from "./conformance/python";

await preparePythonSuites();
await findOrInstallChromium();
