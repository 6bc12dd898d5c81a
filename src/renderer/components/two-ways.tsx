import { ActionButton } from './action-button.tsx';

interface Way {
  readonly action: string;
  readonly text: string;
  readonly onPress: () => void;
}

/** Two choices of the same weight, beside each other. */
export const TwoWays = ({ first, second }: { readonly first: Way; readonly second: Way }) => (
  <div className="choices">
    {[first, second].map(({ action, text, onPress }) => (
      <section key={action} className="card choice">
        <p>{text}</p>
        <ActionButton onPress={onPress}>{action}</ActionButton>
      </section>
    ))}
  </div>
);
