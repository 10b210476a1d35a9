import { podRule } from "../support/rule";
import { images, parseImage } from "./images";

export const imageDigest = podRule({
  name: "image-digest",
  displayName: "Images by digest",
  description: "Images are named by digest where the config asks for it.",
  severity: "medium",
  remediationSteps: "Append the digest: image:1.2.3@sha256:…",
  url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  ...images,
  covers: ["checkov CKV_K8S_43"],
  config: {
    digest: {
      type: "string",
      enum: ["required", "optional"],
      default: "optional",
      description: "`required`: what was tested is what runs, whoever moves the tag. `optional` judges nothing.",
    },
  },
  check(pod, report, { config }) {
    if (config["digest"] !== "required") {
      return;
    }
    for (const container of pod.containers) {
      report.expect(container.field.at("image"), (value) => parseImage(value)?.digest !== undefined, {
        why: "whoever can push the tag decides what runs",
        fix: `Append @sha256:… to ${container.setting("image")}`,
      });
    }
  },
});
