/** What is told of the elements of an XML file, in the order of the file. */
export interface ElementSink<Tag extends object = object> {
  /** What a tag so spelt is; the same object for the same spelling. */
  tag(name: string): Tag;
  openTag(tag: Tag): void;
  /** Text of the innermost open element, entities resolved and lines ended by LF. */
  text(text: string): void;
  closeTag(): void;
  /** Whether text told now would be kept. */
  readonly wantsText: boolean;
}
