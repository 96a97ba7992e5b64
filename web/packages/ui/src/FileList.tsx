import type { ReactNode } from "react";
import styles from "./FileList.module.css";
import { Icon } from "./Icon";

/** A file of a message: how it is had, and its size. */
export interface ShownFile {
  readonly key: string;
  readonly link: ReactNode;
  readonly size: string;
}

/** The files of a message, by name. */
export function FileList({ files }: { files: readonly ShownFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label="Files">
      {files.map(({ key, link, size }) => (
        <li key={key}>
          <Icon name="file" size={14} />
          {link}
          <span>{size}</span>
        </li>
      ))}
    </ul>
  );
}
