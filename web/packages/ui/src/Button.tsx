import type { ButtonHTMLAttributes } from "react";
import styles from "./Button.module.css";
import { Icon, type IconName } from "./Icon";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "primary" | "secondary" | "quiet" | "danger";
  icon?: IconName;
  isBusy?: boolean;
}

export function Button({ look = "secondary", icon, isBusy, children, disabled, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={`${styles.button} ${styles[look]} ${rest.className ?? ""}`}
      disabled={disabled ?? isBusy}
      aria-busy={isBusy}
    >
      {isBusy ? <span className={styles.spinner} /> : icon && <Icon name={icon} size={16} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  label: string;
}

/** A button without words; the label is what assistive technology reads. */
export function IconButton({ icon, label, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={`${styles.iconButton} ${rest.className ?? ""}`}
    >
      <Icon name={icon} />
    </button>
  );
}
