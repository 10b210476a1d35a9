/** Tags of the rules about AWS resources outside the cluster. */
export const network = { tags: ["aws", "network"] };
export const data = { tags: ["aws", "data"] };
export const operations = { tags: ["aws", "operations"] };
