import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Drawing } from '../../core/pictures/drawing.ts';
import { tableText } from '../../core/pictures/drawing-svg.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { Folded } from '../components/folded.tsx';

interface PictureFigureProps {
  readonly drawing: Drawing;
  /** Which picture it is, for tests and for the table's name. */
  readonly name: string;
  readonly children: ReactNode;
}

/** A picture under the sentence it finds, and the same as a table one key away. */
export const PictureFigure = ({ drawing, name, children }: PictureFigureProps) => {
  const { t } = useTranslation();
  const id = useId();
  const { title, table } = drawing;
  return (
    <section className="card picture-card" aria-labelledby={id} data-picture={name}>
      <h2 id={id}>{title}</h2>
      {children}
      <Folded title={t('diagnose.asTable')}>
        <div className="evidence">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <section className="table-scroll" tabIndex={0} aria-label={`${t('diagnose.asTable')}: ${title}`}>
            <table>
              <thead>
                <tr>
                  {table.columns.map((column) => (
                    <th key={column.name} scope="col" className={column.isNumber ? 'number' : ''}>
                      {column.name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.map((row) => (
                  <tr key={row.join(' ')}>
                    {row.map((cell, index) => (
                      <td
                        key={table.columns[index]?.name}
                        className={`unbroken${table.columns[index]?.isNumber ? ' number' : ''}`}
                      >
                        {cell}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <div className="row">
            <CopyButton text={tableText(table)}>{t('diagnose.copyTable')}</CopyButton>
          </div>
        </div>
      </Folded>
    </section>
  );
};
