import { countOf, type Filter } from "@switchboard/state";
import { Icon, type IconName } from "@switchboard/ui";
import { useController, usePanel } from "../context";
import { Bell } from "../notifications/Bell";
import { STATUS_NAMES } from "../words";
import { AccountMenu } from "./AccountMenu";
import styles from "./Rail.module.css";

const FILTERS: readonly { filter: Filter; name: string; icon: IconName }[] = [
  { filter: "open", name: "All open", icon: "inbox" },
  { filter: "mine", name: "Mine", icon: "user" },
  { filter: "waiting_for_human", name: STATUS_NAMES.waiting_for_human, icon: "hand" },
  { filter: "active_human", name: STATUS_NAMES.active_human, icon: "headset" },
  { filter: "active_ai", name: STATUS_NAMES.active_ai, icon: "sparkles" },
  { filter: "awaiting_offline_info", name: STATUS_NAMES.awaiting_offline_info, icon: "mail" },
  { filter: "closed", name: STATUS_NAMES.closed, icon: "check" },
];

interface Props {
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

export function Rail({ filter, onFilter }: Props) {
  const { me } = useController();
  const { inbox } = usePanel();

  return (
    <div className={styles.rail}>
      <header className={styles.brand}>
        <img src="./mark.svg" alt="" width={30} height={30} />
        <span>Switchboard</span>
        <Bell />
      </header>
      <nav aria-label="Filter by status" className={styles.nav}>
        {FILTERS.map(({ filter: each, name, icon }) => {
          const count = each === "closed" ? 0 : countOf(inbox, each, me.member_id);
          return (
            <button
              key={each}
              type="button"
              title={name}
              aria-pressed={each === filter}
              data-calls={each === "waiting_for_human" && count > 0}
              onClick={() => onFilter(each)}
            >
              <Icon name={icon} />
              <span>{name}</span>
              {count > 0 && <b>{count}</b>}
            </button>
          );
        })}
      </nav>
      <AccountMenu />
    </div>
  );
}
