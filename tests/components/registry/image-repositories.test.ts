import { expect } from "chai";
import { imageSettings, repositoriesOf } from "../../../components/app-service/pod/image-settings";
import { ImageRepositories } from "../../../components/registry/image-repositories";
import { repositoriesSettings } from "../../../components/registry/settings";
import { containerRegistries } from "../../../policies/aws/container-registries";
import { problemsIn } from "../../support/problems";
import { recorded } from "../../support/record";

const repositoryType = "aws:ecr/repository:Repository";
const lifecycleType = "aws:ecr/lifecyclePolicy:LifecyclePolicy";

const build = (raw: Record<string, unknown>) =>
  recorded(() => new ImageRepositories("images", { settings: repositoriesSettings().parse(raw) }));

describe("ImageRepositories", () => {
  it("VC-66: a private repository of ECR for each name, with tags that can't be moved and a scan of every push", async () => {
    const program = await build({ api: {}, "team/worker": {} });
    expect(program.ofType(repositoryType).map(({ name }) => name)).to.have.members([
      "images-api",
      "images-team/worker",
    ]);
    expect(program.inputs(repositoryType, "images-api")).to.deep.equal({
      name: "api",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "AES256" }],
      forceDelete: false,
    });
  });

  it("VC-66: a repository with images is deleted neither by Pulumi nor by ECR", async () => {
    const program = await build({ api: {} });
    expect(program.one(repositoryType).protect).to.equal(true);
    expect(program.inputs(repositoryType).forceDelete).to.equal(false);
  });

  it("VC-66: what has no tag expires first, then what is older than the newest ones", async () => {
    const program = await build({ api: { keepImages: 30, untaggedDays: 3 } });
    const { rules } = JSON.parse(program.inputs(lifecycleType).policy as string);
    expect(rules.map(({ rulePriority, selection }: any) => [rulePriority, selection])).to.deep.equal([
      [1, { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 3 }],
      [2, { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 30 }],
    ]);
  });

  it("VC-66: encrypts with the stack's key where it names one", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const program = await build({ api: { kmsKeyArn } });
    expect(program.inputs(repositoryType).encryptionConfigurations).to.deep.equal([
      { encryptionType: "KMS", kmsKey: kmsKeyArn },
    ]);
  });

  it("the policy pack's rule on registries agrees", async () => {
    const props = (await build({ api: {} })).inputs(repositoryType);
    const violations: string[] = [];
    const args = { type: repositoryType, name: "api", urn: "api", props, getConfig: () => ({}) };
    await [containerRegistries.validateResource].flat()[0]?.(args as any, (message) => violations.push(message));
    expect(violations).to.deep.equal([]);
  });

  it("refuses what is not a name of ECR, and too few images to roll back to", () => {
    const problems = (raw: unknown) => problemsIn(repositoriesSettings(), raw).map(({ path }) => path);
    expect(problems({ API: {} })).to.deep.equal(["API"]);
    expect(problems({ api: { keepImages: 1 } })).to.deep.equal(["api.keepImages"]);
  });

  it("transform reaches repository and lifecycle", async () => {
    const marked = (args: any) => ({ ...args, region: "eu-west-1" });
    const args = {
      settings: repositoriesSettings().parse({ api: {} }),
      transform: { repository: marked, lifecyclePolicy: marked },
    };
    const program = await recorded(() => new ImageRepositories("images", args));
    expect([repositoryType, lifecycleType].map((type) => program.inputs(type).region)).to.deep.equal([
      "eu-west-1",
      "eu-west-1",
    ]);
  });

  it("makes nothing for an empty map", async () => {
    expect((await build({})).resources.filter(({ custom }) => custom)).to.deep.equal([]);
  });
});

describe("repositories that services ask for", () => {
  const api = { image: { repository: "api", create: true } };

  it("VC-66: a service that says create has one, with the defaults; an entry of images.repositories says more", () => {
    const worker = { image: { repository: "worker", create: false } };
    expect(repositoriesOf({ repositories: {} }, { api, worker })).to.deep.equal({
      api: { keepImages: 100, untaggedDays: 14 },
    });
    const listed = { api: { keepImages: 20, untaggedDays: 3 } };
    expect(repositoriesOf({ repositories: listed }, { api })).to.deep.equal(listed);
  });

  it("one of another registry can't be made, and is refused", () => {
    const given = { repository: "ghcr.io/acme/api", tag: "1.0.0", create: true };
    expect(imageSettings.safeParse(given).error?.issues.map(({ path }) => path.join("."))).to.deep.equal(["create"]);
  });
});
