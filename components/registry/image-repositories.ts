import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import { type Transform, transformed } from "../shared/transform";
import { lifecyclePolicy } from "./lifecycle";
import type { RepositoriesSettings, RepositorySettings } from "./settings";

export interface ImageRepositoriesArgs {
  settings: RepositoriesSettings;
  /** Last word on a repository and on what expires in it. */
  transform?: {
    repository?: Transform<aws.ecr.RepositoryArgs>;
    lifecyclePolicy?: Transform<aws.ecr.LifecyclePolicyArgs>;
  };
}

/**
 * Repositories of the account's private registry: a tag never changes its image, every push is scanned, and what
 * is old expires.
 *
 * A repository that holds images is not deleted, by Pulumi (`protect`) or by ECR (`forceDelete` is off).
 *
 * Cost: $0.10 per GB and month of images (https://aws.amazon.com/ecr/pricing/); the basic scan is free.
 */
export class ImageRepositories extends PlatformComponent {
  /** Address of each repository, by its name. */
  readonly urls: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: ImageRepositoriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("registry", "ImageRepositories", name, opts);
    this.urls = Object.fromEntries(
      Object.entries(args.settings).map(([repository, settings]) => [
        repository,
        this.createRepository(repository, settings, args),
      ]),
    );
    this.registerOutputs({});
  }

  private createRepository(
    name: string,
    settings: RepositorySettings,
    { transform }: ImageRepositoriesArgs,
  ): pulumi.Output<string> {
    const encryption: aws.types.input.ecr.RepositoryEncryptionConfiguration =
      settings.kmsKeyArn === undefined
        ? { encryptionType: "AES256" }
        : { encryptionType: "KMS", kmsKey: settings.kmsKeyArn };
    const args: aws.ecr.RepositoryArgs = {
      name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [encryption],
      forceDelete: false,
    };
    const logicalName = this.child(name);
    const opts = this.opts<pulumi.CustomResourceOptions>({ protect: true });
    const repository = new aws.ecr.Repository(logicalName, transformed(args, transform?.repository), opts);
    new aws.ecr.LifecyclePolicy(
      logicalName,
      transformed<aws.ecr.LifecyclePolicyArgs>(
        { repository: repository.name, policy: JSON.stringify(lifecyclePolicy(settings)) },
        transform?.lifecyclePolicy,
      ),
      this.opts(),
    );
    return repository.repositoryUrl;
  }
}
