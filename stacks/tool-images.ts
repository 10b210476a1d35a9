/**
 * Images of the platform's own jobs, read 2026-11-21. `awsCli`: aws/aws-cli, docker/Dockerfile: the AWS CLI on Amazon
 * Linux, which has bash and curl; AWS publishes it in its public gallery, where pulls have no limit per address.
 */
export const toolImages = {
  awsCli: "public.ecr.aws/aws-cli/aws-cli:2.36.15",
} as const;
