"use client";

import {
  Activity,
  CircleAlert,
  Folder,
  LayoutDashboard,
  type LucideIcon,
  Menu,
  Plug,
  Radio,
  ScrollText,
  Send,
  Settings,
  Users,
} from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useRef } from "react";
import type { Chrome } from "@/lib/console/chrome";
import { AccountMenu } from "./account-menu";
import { CommandPalette } from "./command-palette";
import { Link } from "./link";
import { OrganizationSwitcher } from "./organization-switcher";

const pages: readonly { href: string; name: string; icon: LucideIcon }[] = [
  { href: "/", name: "Overview", icon: LayoutDashboard },
  { href: "/scim-clients", name: "SCIM clients", icon: Plug },
  { href: "/targets", name: "Targets", icon: Send },
  { href: "/activity", name: "Activity", icon: Activity },
  { href: "/people", name: "People", icon: Users },
  { href: "/groups", name: "Groups", icon: Folder },
  { href: "/streams", name: "Streams", icon: Radio },
  { href: "/audit", name: "Audit log", icon: ScrollText },
  { href: "/settings", name: "Settings", icon: Settings },
];

/** The frame of the console: where one can go, whose organization this is, who one is. */
export function ConsoleChrome({ children, ...chrome }: Chrome & { children: ReactNode }) {
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only rounded-md bg-ground px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-20"
      >
        Skip to the content
      </a>
      <header className="border-b border-line bg-surface lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:border-r lg:border-b-0">
        <div className="flex items-center gap-2 px-4 py-3">
          <OrganizationSwitcher {...chrome} />
          <MobileNavigation marks={chrome.marks} />
        </div>
        <div className="px-4 pb-3">
          <CommandPalette pages={pages.map(({ href, name }) => ({ href, name }))} />
        </div>
        <nav aria-label="Console" className="hidden grow overflow-y-auto px-2 lg:block">
          <PageLinks marks={chrome.marks} />
        </nav>
        <div className="hidden border-t border-line p-2 lg:block">
          <AccountMenu person={chrome.person} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-6 lg:px-8">
        <div className="mx-auto w-full max-w-6xl">{children}</div>
      </main>
      <footer className="border-t border-line p-2 lg:hidden">
        <AccountMenu person={chrome.person} />
      </footer>
    </div>
  );
}

type PageLinksProps = { marks: Chrome["marks"]; onChoose?: () => void };

function PageLinks({ marks, onChoose }: PageLinksProps) {
  const path = usePathname();
  return (
    <ul className="space-y-0.5">
      {pages.map(({ href, name, icon: Icon }) => {
        const isHere = href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
        return (
          <li key={href}>
            <Link
              href={href}
              aria-current={isHere ? "page" : undefined}
              {...(onChoose === undefined ? {} : { onClick: onChoose })}
              className="flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-text no-underline hover:bg-line aria-[current=page]:bg-line"
            >
              <Icon aria-hidden size={16} className="shrink-0 text-muted" />
              {name}
              {marks[href] === undefined ? null : (
                <span className="ml-auto inline-flex items-center gap-1 text-[0.8125rem] font-normal">
                  <CircleAlert aria-hidden size={14} className="shrink-0 text-warning" />
                  {marks[href]}
                </span>
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function MobileNavigation({ marks }: Pick<PageLinksProps, "marks">) {
  const menu = useRef<HTMLDetailsElement>(null);
  return (
    <details ref={menu} className="relative ml-auto lg:hidden">
      <summary className="flex h-10 cursor-pointer list-none items-center gap-2 rounded-md border border-line-strong px-3 font-medium">
        <Menu aria-hidden size={16} />
        Menu
      </summary>
      <nav
        aria-label="Console"
        className="absolute right-0 z-10 mt-1 w-56 rounded-md border border-line bg-ground p-2 shadow-lg"
      >
        <PageLinks marks={marks} onChoose={() => menu.current?.removeAttribute("open")} />
      </nav>
    </details>
  );
}
