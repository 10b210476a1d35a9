const rootType = "pulumi:pulumi:Stack";

/** The URN of a resource below another one, as the engine makes it: with the types of all parents but the stack's. */
export function urnBelow(parent: string, type: string, name: string): string {
  const [prefix, project, parentType] = parent.split("::");
  const qualified = parentType && parentType !== rootType ? `${parentType}$${type}` : type;
  return [prefix, project, qualified, name].join("::");
}
