import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { Transform } from "../shared/transform";
import { lifecyclePolicy } from "./lifecycle";
import type { RepositoriesSettings, RepositorySettings } from "./settings";

/** Slots of the repositories; each is called for every one of them. */
export interface ImageRepositoriesTransform {
  /** Default: tags that never change, a scan of every push, never deleted with images in it. */
  repository?: Transform<aws.ecr.RepositoryArgs>;
  /** What expires. Default: `repositories.<name>` of the stack. */
  lifecyclePolicy?: Transform<aws.ecr.LifecyclePolicyArgs>;
}

export interface ImageRepositoriesArgs {
  settings: RepositoriesSettings;
  transform?: ImageRepositoriesTransform;
}

/**
 * Repositories of the account's private registry: a tag never changes its image, every push is scanned, and what
 * is old expires.
 *
 * A repository that holds images is not deleted, by Pulumi (`protect`) or by ECR (`forceDelete` is off).
 *
 * Cost: $0.10 per GB and month of images (https://aws.amazon.com/ecr/pricing/); the basic scan is free.
 */
export class ImageRepositories extends PlatformComponent<ImageRepositoriesTransform> {
  /** Address of each repository, by its name. */
  readonly urls: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: ImageRepositoriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("registry", "ImageRepositories", name, opts, args.transform);
    this.urls = Object.fromEntries(
      Object.entries(args.settings).map(([repository, settings]) => [
        repository,
        this.createRepository(repository, settings),
      ]),
    );
    this.registerOutputs({});
  }

  private createRepository(name: string, settings: RepositorySettings): pulumi.Output<string> {
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
    const repository = this.make("repository", aws.ecr.Repository, logicalName, args, { protect: true });
    this.make("lifecyclePolicy", aws.ecr.LifecyclePolicy, logicalName, {
      repository: repository.name,
      policy: JSON.stringify(lifecyclePolicy(settings)),
    });
    return repository.repositoryUrl;
  }
}
