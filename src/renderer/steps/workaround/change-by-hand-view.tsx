import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/action-button.tsx';
import { FootAction } from '../../components/foot-action.tsx';
import { useWorkaround } from '../../store/workaround-store.ts';
import { Lines } from './lines.tsx';

/** The same change without any rights of ours. */
export const ChangeByHandView = () => {
  const { t } = useTranslation();
  const plan = useWorkaround((state) => state.plan);
  const { leave } = useWorkaround.getState();
  const apply = plan?.action === 'apply';
  return (
    <div className="column">
      <h1>{t(apply ? 'workaround.handTitle' : 'workaround.handRevertTitle')}</h1>
      <p>{t(apply ? 'workaround.handText' : 'workaround.handRevertText')}</p>
      <Lines lines={plan?.byHand ?? []} />
      {plan !== null && plan.flushByHand.length > 0 && (
        <>
          <p>{t('workaround.handFlush')}</p>
          <Lines lines={plan.flushByHand} />
        </>
      )}
      {apply && <p>{t('workaround.handForgotten')}</p>}
      <FootAction>
        <ActionButton kind="primary" onPress={leave}>
          {t('workaround.handDone')}
        </ActionButton>
      </FootAction>
    </div>
  );
};
