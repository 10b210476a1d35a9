import type { PolicyStatement } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";

/**
 * Leave to pull the account's own images of the region. A login to ECR knows no resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export function readImages({ partition, region, accountId }: PlatformContext): PolicyStatement[] {
  return [
    { Sid: "LogIn", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
    {
      Sid: "PullOwnImages",
      Effect: "Allow",
      Action: ["ecr:BatchGetImage", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"],
      Resource: `arn:${partition}:ecr:${region}:${accountId}:repository/*`,
    },
  ];
}
