import styles from "./Avatar.module.css";

const HUES = [172, 205, 262, 338, 24, 96, 230, 300];

/** A person's initials on a colour of their own. */
export function Avatar({ name, seed, size = 36 }: { name: string; seed: string; size?: number }) {
  const hue = HUES[hash(seed) % HUES.length] ?? 0;
  const look = { width: size, height: size, fontSize: size * 0.38 };
  const colours = { background: `hsl(${hue} 45% 90%)`, color: `hsl(${hue} 60% 24%)` };
  return (
    <span aria-hidden="true" className={styles.avatar} style={{ ...look, ...colours }}>
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => word?.[0] ?? "").join("").toUpperCase();
}

function hash(text: string): number {
  return Array.from(text).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
}
