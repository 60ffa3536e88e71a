// Tokenizes texts with a TextMate grammar, as editors do.
// Reads {"grammar": path, "texts": [text]} and writes for each text its lines of [text, scopes].
const fs = require("fs");
const path = require("path");
const oniguruma = require("vscode-oniguruma");
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");

async function main() {
  const { grammar, texts } = JSON.parse(fs.readFileSync(0, "utf8"));
  const folder = path.dirname(require.resolve("vscode-oniguruma/package.json"));
  await oniguruma.loadWASM(fs.readFileSync(path.join(folder, "release", "onig.wasm")).buffer);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => parseRawGrammar(fs.readFileSync(grammar, "utf8"), grammar),
  });
  const loaded = await registry.loadGrammar("source.semgraph");
  const tokenized = texts.map((text) => {
    let stack = INITIAL;
    return text.split("\n").map((line) => {
      const result = loaded.tokenizeLine(line, stack);
      stack = result.ruleStack;
      return result.tokens.map((t) => [line.substring(t.startIndex, t.endIndex), t.scopes]);
    });
  });
  process.stdout.write(JSON.stringify(tokenized));
}

main();
