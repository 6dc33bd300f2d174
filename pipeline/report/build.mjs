// Builds built/report.js from static/*.js: `npm install --no-package-lock && npm run build` in this folder.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { metafile, outputFiles } = await build({
  entryPoints: ["static/main.js"],
  outfile: "built/report.js",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "ascii",
  legalComments: "none",
  metafile: true,
  write: false,
});
const sources = Object.keys(metafile.inputs).filter((name) => name.startsWith("static/")).sort();
const digest = createHash("sha256");
for (const name of sources) digest.update(`${name}\n`).update(readFileSync(name));
const licence = readFileSync("node_modules/fflate/LICENSE", "utf8").trim();
mkdirSync("built", { recursive: true });
writeFileSync(
  "built/report.js",
  `/* built from ${sources.join(" ")} sha256 ${digest.digest("hex")} */
/* vesiweb: Apache-2.0. Holds fflate 0.8.2:
${licence}
*/
${outputFiles[0].text}`,
);
