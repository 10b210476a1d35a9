import { expect } from "chai";
import { awsProblems } from "./support/aws";
import { commandsOf, pages, split, spokenCommandsOf, textOf } from "./support/commands";
import { type Facts, factsOfPrograms, isThere } from "./support/facts";
import { kubectlProblems } from "./support/kubectl";
import { isScript, run, scriptOf } from "./support/npm";
import { pulumiProblems } from "./support/pulumi";

/** Programs that need an account, a cluster or a file of the reader, and of which only the words can be looked at. */
const elsewhere: Record<string, string[]> = {
  cmctl: ["renew"],
  cosign: ["verify"],
  gh: ["api", "secret", "variable", "workflow"],
  git: ["clone", "commit", "revert"],
  helm: ["pull", "version"],
  istioctl: ["analyze", "proxy-config", "proxy-status", "version"],
  kubeseal: [],
  trivy: ["image"],
  vault: ["operator"],
  velero: ["backup", "restore"],
};

/** What every machine has, and what filters the output of the others. */
const tools = [
  "base64", "curl", "cut", "date", "dig", "done", "for", "grep", "grype", "head", "jq", "node", "openssl", "printf", "pg_restore",
  "sed", "shred", "sort", "tail", "umask", "wc",
]; // prettier-ignore

describe("the commands of the documentation", () => {
  const commands = pages().flatMap(commandsOf);
  const spoken = pages().flatMap((page) => spokenCommandsOf(page, ["aws", "kubectl", "pulumi"]));
  const spokenOf = (program: string) => [...commands, ...spoken].filter(({ words }) => words[0] === program);
  const of = (program: string) => commands.filter(({ words }) => words[0] === program);

  it("are all of programs that the tests know", () => {
    const known = ["aws", "kubectl", "npm", "npx", "pulumi", ...tools, ...Object.keys(elsewhere)];
    const others = commands.filter(({ words: [program = ""] }) => !known.includes(program));
    expect(others.map(({ where, words }) => `${where}: ${words.join(" ")}`)).to.deep.equal([]);
  });

  describe("that run offline, run", () => {
    const distinct = new Map(of("npm").map(({ where, words }) => [scriptLine(words), { where, words }]));
    for (const [line, { where, words }] of [...distinct].sort()) {
      it(line, async () => {
        const { script } = scriptOf(words);
        expect(isScript(script), `${where}: npm has no script ${script}`).to.equal(true);
        expect((await run(words)) ?? 0, where).to.equal(0);
      });
    }

    it("by npx: of packages that are installed, on files that are there", () => {
      for (const { where, words } of of("npx")) {
        expect(isThere(`node_modules/.bin/${words[1] ?? ""}`), where).to.equal(true);
        const paths = words.slice(2).filter((word) => word.includes("/"));
        for (const path of paths) expect(isThere(path.replace(/\/?\*.*/, "")), `${where}: ${path}`).to.equal(true);
      }
    });
  });

  describe("that need an account or a cluster, name what is there:", () => {
    let facts: Facts;

    before(async function () {
      this.timeout(120_000);
      facts = await factsOfPrograms();
    });

    it("namespaces, kinds and workloads, for kubectl", () => {
      const problems = spokenOf("kubectl").flatMap(({ where, words }) =>
        kubectlProblems(words, facts).map((problem) => `${where}: ${problem} (${words.join(" ")})`),
      );
      expect(problems).to.deep.equal([]);
    });

    it("stacks, files, resources and keys of the config, for pulumi", () => {
      const problems = spokenOf("pulumi").flatMap(({ where, words }) =>
        pulumiProblems(words, facts).map((problem) => `${where}: ${problem}`),
      );
      expect(problems).to.deep.equal([]);
    });

    it("services and operations of AWS, for aws", async () => {
      const problems: string[] = [];
      for (const { where, words } of spokenOf("aws")) {
        for (const problem of await awsProblems(words)) problems.push(`${where}: ${problem}`);
      }
      expect(problems).to.deep.equal([]);
    });

    it("a subcommand, for the others", () => {
      for (const [program, subcommands] of Object.entries(elsewhere)) {
        for (const { where, words } of of(program)) {
          if (subcommands.length) expect(subcommands, `${where}: ${program}`).to.include(words[1]);
        }
      }
    });

    it("and would be found wrong", async () => {
      expect(kubectlProblems(split("kubectl get pods -n produktion")[0]?.words ?? [], facts)).to.have.length(1);
      expect(kubectlProblems(["kubectl", "logs", "deployment/ap", "-n", "production"], facts)).to.have.length(1);
      expect(kubectlProblems(["kubectl", "get", "gatways"], facts)).to.have.length(1);
      expect(pulumiProblems(["pulumi", "up", "--stack", "produktion"], facts)).to.have.length(1);
      expect(pulumiProblems(["pulumi", "up", "--stack", "staging", "--target", "**Novelty**"], facts)).to.have.length(
        1,
      );
      expect(await awsProblems(["aws", "eks", "describe-clutser"])).to.have.length(1);
    });
  });

  it("of npm that stand in a sentence are scripts, too", () => {
    for (const page of pages()) {
      for (const [, script = ""] of textOf(page).matchAll(/`npm run (?:--silent )?([a-z][a-z:-]*)/g)) {
        expect(isScript(script), `${page}: npm run ${script}`).to.equal(true);
      }
    }
  });
});

/** Equal commands are run once. */
function scriptLine(words: string[]): string {
  const { script, args } = scriptOf(words);
  return ["npm run", script, ...(args.length ? ["--", ...args] : [])].join(" ");
}
