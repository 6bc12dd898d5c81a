import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';

interface FoldedProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly open?: boolean;
}

/** Evidence for those who want it: closed unless said otherwise. */
export const Folded = ({ title, children, open = false }: FoldedProps) => {
  const [expanded, setExpanded] = useState(open);
  return (
    <Disclosure className="disclosure" isExpanded={expanded} onExpandedChange={setExpanded}>
      <Button slot="trigger" className="button plain disclosure-head">
        {expanded ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
        {title}
      </Button>
      <DisclosurePanel>
        <div className="disclosure-panel">{children}</div>
      </DisclosurePanel>
    </Disclosure>
  );
};
