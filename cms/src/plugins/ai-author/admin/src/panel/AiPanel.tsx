interface EditView {
  readonly model: string;
  /** Undefined while an entry is being made. */
  readonly document?: { readonly documentId: string };
}

/** The panel beside a draft, as the content manager asks for it; null where there is none. */
export function AiPanel(_view: EditView): { title: string; content: React.ReactNode } | null {
  return null;
}
