import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { problemsAfter } from "./checks/stack-problems";

const root = join(__dirname, "..", "..");

/** Values by key of every snippet of YAML of a page. */
function snippets(page: string): [string, Record<string, any>][] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, yaml = ""]) =>
    Object.entries(parse(yaml) as Record<string, any>).map(([key, value]): [string, Record<string, any>] => [
      key.replace("platform:", ""),
      value,
    ]),
  );
}

describe("what the pages say about data", () => {
  it("docs/data.md: its databases and secrets are taken as they stand", () => {
    const given = snippets("docs/data.md");
    expect(given.map(([key]) => key)).to.deep.equal(["databases", "secrets"]);
    const problems = problemsAfter((config) => {
      for (const [key, value] of given) Object.assign(config[key], value);
      // The page can't show a whole sealed value.
      config.secrets.sealed.encryptedData = { token: "A".repeat(120) };
      config.secretValues = { mail: { token: "[secret]" } };
      config.databases.events.pool = config.databases.small.pool = "general";
      config.services.worker.scaling.max = 3; // room for what the page adds
    });
    expect(problems).to.deep.equal([]);
  });

  it("README: a database of one line, a queue of one line, and a service that names them", () => {
    const [[, databases], [, queues], [, services]] = snippets("README.md").filter(([, value]) =>
      ["orders", "mails"].some((name) => name in value && !("port" in value[name])),
    ) as [[string, any], [string, any], [string, any]];
    const problems = problemsAfter((config) => {
      Object.assign(config.databases, databases);
      Object.assign(config.queues, queues);
      config.services.orders = {
        ...services.orders,
        image: { repository: "orders", tag: "1.0.0" },
        scaling: { min: 2, max: 3 },
      };
      config.services.worker.scaling.max = 3;
    });
    expect(problems).to.deep.equal([]);
  });
});
