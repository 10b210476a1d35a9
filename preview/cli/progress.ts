/** One line that says what is going on: only on a terminal, and gone when the result is printed. */
export function progressOn(stream: NodeJS.WritableStream & { isTTY?: boolean }) {
  const terminal = stream.isTTY === true;
  return {
    say(step: string): void {
      if (terminal) stream.write(`\r\u001b[K${step} …`);
    },
    done(): void {
      if (terminal) stream.write("\r\u001b[K");
    },
  };
}

export type Progress = ReturnType<typeof progressOn>;
