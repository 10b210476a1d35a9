import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { RecordedResource } from "../../../preview/recorded";
import { refused, registered, wire } from "./support/offline";

const root = join(__dirname, "../../..");
const filesIn = (directory: string) =>
  readdirSync(join(root, directory))
    .filter((file) => /^Pulumi\..+\.yaml$/.test(file))
    .map((file) => join(directory, file));
const files = [".", ...readdirSync(join(root, "examples")).map((example) => `examples/${example}`)].flatMap(filesIn);

/**
 * Policies of topics and keys by which EventBridge would never get through: it fills no condition key there.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html, "Amazon SNS permissions"
 */
function unheard(resources: RecordedResource[]): string[] {
  return resources
    .filter(({ type }) => ["aws:sns/topicPolicy:TopicPolicy", "aws:kms/key:Key"].includes(type))
    .filter(({ inputs }) => {
      const text = String(wire(inputs).policy);
      const statements = (text.startsWith("{") ? JSON.parse(text).Statement : []) as Record<string, any>[];
      return statements.some(
        ({ Effect, Principal, Condition }) =>
          Effect === "Allow" && [Principal?.Service].flat().includes("events.amazonaws.com") && Condition,
      );
    })
    .map(({ name }) => name);
}

describe("the simulated AWS takes what the program registers", () => {
  it("of every stack of the repository", () => expect(files).to.have.length.greaterThan(9));

  for (const file of files) {
    it(`of ${file}`, async () => {
      const stack = /Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? "";
      const resources = await registered(stack, file);
      expect(resources.filter(({ type }) => type.startsWith("aws:"))).to.have.length.greaterThan(20);
      expect(refused(resources)).to.deep.equal([]);
      expect(unheard(resources)).to.deep.equal([]);
    });
  }
});
