interface Props {
  /** The document id of the draft course. */
  readonly courseId: string;
  /** Ids of sources. */
  readonly chosen: readonly number[];
  readonly onChange: (ids: number[]) => void;
}

/** Which of a course's sources an answer is grounded in. */
export function SourcePicker(_props: Props) {
  return null;
}
